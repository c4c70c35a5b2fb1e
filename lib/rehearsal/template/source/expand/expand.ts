import { lookUp } from '../../../../text/look-up';
import { isRecord } from '../../is-record';
import type { Unsupported } from '../../template-model';
import { type Collection, expandLoops, hasLoop } from './for-each';
import { expandServerless, SERVERLESS } from './serverless/serverless';

/** A template without loops and serverless resources, and the macros that are CloudFormation's to run. */
export interface Expanded {
  readonly template: Record<string, unknown>;
  /** The same with its serverless resources as they are: they may refer to what their expansion does not. */
  readonly written: Record<string, unknown>;
  readonly unexpanded: readonly Unsupported[];
}

/** @param given values of parameters, which a loop may run over */
export function expand(
  template: Record<string, unknown>,
  given: Readonly<Record<string, unknown>>,
): Expanded {
  const loops: string[] = [];
  const expanded = hasLoop(template)
    ? (expandLoops(template, collections(template, given), (key) => loops.push(key)) as typeof template)
    : template;
  return {
    template: transformsOf(template).includes(SERVERLESS) ? expandServerless(expanded, given) : expanded,
    written: expanded,
    unexpanded: [...macros(template), ...includes(expanded), ...loops.map(openLoop)],
  };
}

// --- internal ---

/** Transforms that add nothing that an alarm, a filter or a delivery could be. */
const SILENT = new Set([
  SERVERLESS,
  'AWS::LanguageExtensions',
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
  'AWS::CodeDeployBlueGreen',
]);

/** Macros run in AWS: what they would add cannot be seen here, and is said. */
function macros(template: Record<string, unknown>): Unsupported[] {
  return transformsOf(template)
    .filter((name) => !SILENT.has(name))
    .map((type) => ({ logicalId: 'Transform', type, reason: MACRO }));
}

function transformsOf({ Transform }: Record<string, unknown>): string[] {
  return [Transform ?? []].flat().map((name) => String(isRecord(name) ? name.Name : name));
}

const MACRO = 'macros are expanded by CloudFormation; give the processed template to see what they add';

/** `Fn::Transform` puts in what another file has: among the resources other ones, in place of one that one. */
function includes({ Resources }: Record<string, unknown>): Unsupported[] {
  if (!isRecord(Resources)) return [];
  const inOne = Object.entries(Resources).flatMap(([logicalId, body]) =>
    isRecord(body) && body.Type === undefined && logicalId !== TRANSFORM
      ? transforms(body).map((one) => included(one, logicalId, 'the resource', 'it'))
      : [],
  );
  return [...transforms(Resources).map((one) => included(one, TRANSFORM, 'resources', 'them')), ...inOne];
}

const TRANSFORM = 'Fn::Transform';

const transforms = ({ [TRANSFORM]: transform }: Record<string, unknown>): unknown[] =>
  [transform ?? []].flat();

function included(transform: unknown, logicalId: string, what: string, them: string): Unsupported {
  const { Name, Parameters } = isRecord(transform) ? transform : {};
  const location = isRecord(Parameters) ? Parameters.Location : undefined;
  const found =
    typeof location !== 'string'
      ? what
      : what === 'resources'
        ? `the resources of ${location}`
        : `${what} from ${location}`;
  return {
    logicalId,
    type: String(Name ?? TRANSFORM),
    reason: `it puts in ${found} when CloudFormation runs it; give the processed template to see ${them}`,
  };
}

function openLoop(logicalId: string): Unsupported {
  const reason =
    'the loop runs over values that are not known; give the parameter, or the processed template';
  return { logicalId, type: 'AWS::LanguageExtensions', reason };
}

/** Lists of texts, and parameters of lists and their defaults. */
function collections(
  { Parameters }: Record<string, unknown>,
  given: Readonly<Record<string, unknown>>,
): Collection {
  const parameter = (name: string): string[] | undefined => {
    const body = isRecord(Parameters) ? lookUp(Parameters, name) : undefined;
    const value = lookUp(given, name) ?? (isRecord(body) ? body.Default : undefined);
    if (Array.isArray(value)) return value.map(String);
    return typeof value === 'string' || typeof value === 'number'
      ? String(value)
          .split(',')
          .map((item) => item.trim())
      : undefined;
  };
  const items: Collection = (expression) => {
    if (isRecord(expression) && typeof expression.Ref === 'string') return parameter(expression.Ref);
    if (!Array.isArray(expression)) return undefined;
    const lists = expression.map((item) =>
      typeof item === 'string' || typeof item === 'number' ? [String(item)] : items(item),
    );
    return lists.includes(undefined) ? undefined : (lists as string[][]).flat();
  };
  return items;
}
