import { lookUp } from '../../../../../text/look-up';
import { isRecord } from '../../../is-record';
import { serverlessApi, serverlessHttpApi } from './api';
import { eventResources } from './events';
import { pick, serverlessFunction } from './function';
import { arnOf, members, type Piece, type RawResource, resource, type Serverless } from './piece';
import { renamedReferences } from './renamed-references';

/** The transform of the Serverless Application Model. */
export const SERVERLESS = 'AWS::Serverless-2016-10-31';

/**
 * A template whose serverless resources (AWS::Serverless::*) are what SAM makes of them, as far as alarms and
 * deliveries can tell: functions with versions, aliases, event sources and deployment groups, APIs, state machines,
 * tables. A type that is not known stays.
 *
 * Source: SAM specification 2016-10-31, "Generated CloudFormation resources" and "Globals".
 */
export function expandServerless(
  template: Record<string, unknown>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const resources = new Map<string, RawResource>();
  const addMissing = (id: string, body: RawResource) => void (resources.has(id) || resources.set(id, body));
  const references: Record<string, string> = {};
  const textOf = textReader(template, given);
  for (const [id, body] of Object.entries(members(template.Resources))) {
    const type = isRecord(body) ? String(body.Type) : '';
    const expand = lookUp(KINDS, type);
    if (!expand || !isRecord(body)) {
      addMissing(id, body as RawResource);
      continue;
    }
    const properties = withGlobals(members(body.Properties), globalsOf(template, type));
    const piece = expand({ id, properties, rest: body, textOf });
    for (const [name, made] of Object.entries(piece.resources)) resources.set(name, made);
    Object.assign(references, piece.references);
  }
  for (const piece of implicitApis(template, textOf)) {
    for (const [id, body] of Object.entries(piece.resources)) addMissing(id, body);
    Object.assign(references, piece.references);
  }
  const { Resources: _, ...rest } = template;
  return renamedReferences({ ...rest, Resources: Object.fromEntries(resources) }, references) as Record<
    string,
    unknown
  >;
}

// --- internal ---

const KINDS: Readonly<Record<string, (of: Serverless) => Piece>> = {
  'AWS::Serverless::Api': serverlessApi,
  'AWS::Serverless::Application': (of) => {
    const { Location, Parameters } = of.properties;
    const TemplateURL = typeof Location === 'string' ? Location : undefined;
    return {
      resources: { [of.id]: resource(of, 'AWS::CloudFormation::Stack', { TemplateURL, Parameters }) },
    };
  },
  'AWS::Serverless::Function': serverlessFunction,
  'AWS::Serverless::HttpApi': serverlessHttpApi,
  'AWS::Serverless::LayerVersion': (of) => ({
    resources: { [of.id]: resource(of, 'AWS::Lambda::LayerVersion', {}) },
  }),
  'AWS::Serverless::SimpleTable': (of) => ({
    resources: { [of.id]: resource(of, 'AWS::DynamoDB::Table', pick(of.properties, ['TableName'])) },
  }),
  'AWS::Serverless::StateMachine': stateMachine,
};

function stateMachine(of: Serverless): Piece {
  const { id, properties } = of;
  const roleId = `${id}Role`;
  return {
    resources: {
      [id]: resource(of, 'AWS::StepFunctions::StateMachine', {
        StateMachineName: properties.Name,
        RoleArn: properties.Role ?? arnOf(roleId),
      }),
      ...(properties.Role === undefined ? { [roleId]: resource(of, 'AWS::IAM::Role', {}) } : {}),
      ...eventResources(of, { Ref: id }, false),
    },
  };
}

/** An event of a function that names no API is one of an API that all of them share. */
function implicitApis(template: Record<string, unknown>, textOf: Serverless['textOf']): Piece[] {
  const events = Object.values(members(template.Resources)).flatMap((body) =>
    Object.values(members(members(members(body).Properties).Events)).map(members),
  );
  const isImplicit = (type: string, named: string) =>
    events.some(({ Type, Properties }) => Type === type && members(Properties)[named] === undefined);
  const of = (id: string, global: string): Serverless => ({
    id,
    properties: members(members(template.Globals)[global]),
    rest: {},
    textOf,
  });
  return [
    ...(isImplicit('Api', 'RestApiId') ? [serverlessApi(of('ServerlessRestApi', 'Api'))] : []),
    ...(isImplicit('HttpApi', 'ApiId') ? [serverlessHttpApi(of('ServerlessHttpApi', 'HttpApi'))] : []),
  ];
}

function globalsOf({ Globals }: Record<string, unknown>, type: string): Readonly<Record<string, unknown>> {
  return members(lookUp(members(Globals), type.slice(type.lastIndexOf(':') + 1)));
}

/** Mappings are merged, lists appended; any other value of the resource beats the global one. */
function withGlobals(
  own: Readonly<Record<string, unknown>>,
  globals: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...globals, ...own };
  for (const [name, global] of Object.entries(globals)) {
    const value = lookUp(own, name);
    if (Array.isArray(global) && Array.isArray(value)) merged[name] = [...global, ...value];
    else if (isRecord(global) && isRecord(value)) merged[name] = withGlobals(value, global);
  }
  return merged;
}

function textReader({ Parameters }: Record<string, unknown>, given: Readonly<Record<string, unknown>>) {
  return (value: unknown): string | undefined => {
    const { Ref } = members(value);
    const named =
      typeof Ref === 'string'
        ? (lookUp(given, Ref) ?? members(lookUp(members(Parameters), Ref)).Default ?? Ref)
        : value;
    return typeof named === 'string' || typeof named === 'number' ? String(named) : undefined;
  };
}
