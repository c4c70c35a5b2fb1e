import { isRecord } from '../is-record';

/** A resource as the template has it, nothing resolved. */
export interface RawResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A resource whose condition does not hold. */
export interface LeftOutResource {
  readonly logicalId: string;
  readonly type: string;
  readonly condition: string;
}

/** A resource of a template, or undefined for what is none. A macro in its place, or in it, puts its properties in. */
export function rawResource(
  logicalId: string,
  body: Readonly<Record<string, unknown>>,
): RawResource | undefined {
  const { [TRANSFORM]: transform, Type = transform && TRANSFORM, Properties, Metadata } = body;
  if (typeof Type !== 'string') return undefined;
  return {
    logicalId,
    type: Type,
    properties: {
      ...(isRecord(Properties) ? Properties : {}),
      ...(transform === undefined ? {} : { [TRANSFORM]: transform }),
    },
    metadata: isRecord(Metadata) ? Metadata : {},
  };
}

// --- internal ---

const TRANSFORM = 'Fn::Transform';
