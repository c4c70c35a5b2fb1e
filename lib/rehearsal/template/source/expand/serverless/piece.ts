import { isRecord } from '../../../is-record';

/** A resource as a template has it. */
export type RawResource = Readonly<Record<string, unknown>>;

/** What one serverless resource becomes. */
export interface Piece {
  /** By logical id; the first carries the serverless resource's own. */
  readonly resources: Readonly<Record<string, RawResource>>;
  /** What `Ref` and `Fn::Sub` may call a generated resource: `Function.Alias` to its logical id. */
  readonly references?: Readonly<Record<string, string>>;
}

/** A serverless resource in the course of being expanded. */
export interface Serverless {
  readonly id: string;
  /** With the template's Globals. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** What every generated resource has too: Condition and DependsOn. */
  readonly rest: RawResource;
  /** A value as text, by a parameter's default if it is one; undefined when it is neither. */
  readonly textOf: (value: unknown) => string | undefined;
}

/** A resource of the given type, under the condition of what it comes from. */
export function resource({ rest }: Serverless, Type: string, Properties: object): RawResource {
  const { Condition, DependsOn, Metadata } = rest;
  const given = { Condition, DependsOn, Metadata };
  return {
    Type,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    Properties: Object.fromEntries(Object.entries(Properties).filter(([, value]) => value !== undefined)),
  };
}

export const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

export function members(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
