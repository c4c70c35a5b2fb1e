import {
  type CollectionTag,
  type Document,
  type Node,
  Pair,
  Scalar,
  type ScalarTag,
  visit,
  YAMLMap,
  type YAMLSeq,
} from 'yaml';

/** The functions that have a short form, without Ref and Condition. */
const SHORT_FORMS: readonly string[] = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'ForEach',
  'GetAtt',
  'GetAZs',
  'GetStackOutput',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];

/** CloudFormation's short forms (`!Sub …`) as the long ones (`{ 'Fn::Sub': … }`), for the yaml package. */
export const CLOUDFORMATION_TAGS: readonly (ScalarTag | CollectionTag)[] = [
  ...['Ref', 'Condition'].flatMap((name) => tags(name, name)),
  ...SHORT_FORMS.flatMap((name) => tags(name, `Fn::${name}`)),
];

/** Makes a short form that is unknown (`!Rfe T`) a call of that name, so that it is not taken for what it is put on. */
export function callUnknownTags(document: Document): void {
  const known = new Set(CLOUDFORMATION_TAGS.map(({ tag }) => tag));
  visit(document, {
    Node(_, node: Node) {
      const { tag } = node as { tag?: string };
      if (tag === undefined || !/^![^!]/.test(tag) || known.has(tag)) return undefined;
      delete (node as { tag?: string }).tag;
      return call(`Fn::${tag.slice(1)}`, node);
    },
  });
}

/** Digits with a leading zero are a text, such as an account's id; as a number they would lose the zero. */
export const LEADING_ZERO: ScalarTag = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  test: /^0\d+$/,
  resolve: (text) => text,
};

/** CloudFormation reads YAML 1.1, in which these words are true and false. */
export const WORDS_OF_TRUTH: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:[Yy]es|YES|[Nn]o|NO|[Oo]n|ON|[Oo]ff|OFF)$/,
  resolve: (text) => /^(?:y|on$)/i.test(text),
};

// --- internal ---

function tags(short: string, long: string): (ScalarTag | CollectionTag)[] {
  const tag = `!${short}`;
  return [
    { tag, resolve: (text) => ({ [long]: scalarArgument(long, text) }) },
    { tag, collection: 'seq', resolve: (node) => call(long, node) },
    { tag, collection: 'map', resolve: (node) => call(long, node) },
  ];
}

function call(name: string, argument: Node | YAMLMap | YAMLSeq): YAMLMap {
  const map = new YAMLMap();
  map.items.push(new Pair(new Scalar(name), argument));
  return map;
}

/** `!GetAtt Resource.Attribute.With.Dots` splits at the first dot; every other scalar is a text. */
function scalarArgument(name: string, text: string): string | string[] {
  const dot = name === 'Fn::GetAtt' ? text.indexOf('.') : -1;
  return dot === -1 ? text : [text.slice(0, dot), text.slice(dot + 1)];
}
