import { isRecord } from '../../../is-record';
import { afterApply } from '../attribute-values';
import type { Values } from '../document';

/** How resources of one type are told in CloudFormation's shape. */
export interface Translation {
  readonly type: string;
  readonly properties: (of: Attributes) => Values;
  /** What CloudFormation calls an attribute of it: `Ref`, or the attribute of Fn::GetAtt. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** A resource beside it, which Terraform has as an attribute. */
  readonly also?: (
    of: Attributes,
  ) => { readonly suffix: string; readonly type: string; readonly properties: Values }[];
}

/** The attributes of a resource. What the provider stores for "not set" (null, an empty text or block) is undefined. */
export class Attributes {
  constructor(
    readonly address: string,
    private readonly values: Values,
  ) {}

  get(name: string): unknown {
    const value = this.values[name];
    return value === null || value === '' || isEmpty(value) ? undefined : value;
  }

  /** A number of which 0 says "not set". */
  counted(name: string): unknown {
    const value = this.get(name);
    return value === 0 ? undefined : value;
  }

  /** The only block of a name. */
  block(name: string): Attributes | undefined {
    return this.blocks(name)[0];
  }

  blocks(name: string): Attributes[] {
    const value = this.values[name];
    return [value ?? []]
      .flat()
      .filter(isRecord)
      .map((one) => new Attributes(this.address, one));
  }

  /** A JSON text, parsed; what is not known stays so. */
  json(name: string): unknown {
    const value = this.get(name);
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }

  /** The name, or as much of it as is known. */
  name(attribute = 'name'): unknown {
    const prefix = this.get(`${attribute}_prefix`);
    const drawn = afterApply(`${this.address}.${attribute}`);
    return this.get(attribute) ?? (prefix === undefined ? drawn : { 'Fn::Join': ['', [prefix, drawn]] });
  }
}

/** Properties by the attributes that they are. */
export const from = (of: Attributes, names: Readonly<Record<string, string>>): Values =>
  Object.fromEntries(Object.entries(names).map(([property, attribute]) => [property, of.get(attribute)]));

/** A map as CloudFormation's list of pairs; one that is not known stays so. */
export function pairs(map: unknown, key: 'Name' | 'Key'): unknown {
  if (!isRecord(map) || !isPlain(map)) return map;
  return Object.entries(map).map(([name, Value]) => ({ [key]: name, Value }));
}

// --- internal ---

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;

function isEmpty(value: unknown): boolean {
  return (
    (Array.isArray(value) && value.length === 0) ||
    (isRecord(value) && isPlain(value) && Object.keys(value).length === 0)
  );
}
