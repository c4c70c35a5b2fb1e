import { NO_VALUE } from '../intrinsics/no-value';
import { hasUnknown, Unknown } from '../intrinsics/unknown';
import { isRecord } from '../is-record';
import type { Stack } from '../stack/stack';
import { TemplateError, templateError } from '../template-error';

/**
 * The properties of a resource, or of a structure inside one, read by name and type. A value is resolved
 * when it is asked for; numbers and texts convert as CloudFormation converts them. A text may have parts that are not
 * known; a number, a flag or a structure that is not known is an error of code `unknown`. Every error names the
 * resource and the path.
 */
export class Properties {
  constructor(
    private readonly stack: Stack,
    private readonly members: Readonly<Record<string, unknown>>,
    readonly where: string,
  ) {}

  has(name: string): boolean {
    return this.head(name) !== undefined;
  }

  /** Names of the members, of those that resolve to AWS::NoValue too. */
  names(): string[] {
    return Object.keys(this.members);
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.missing(name);
  }

  optionalText(name: string): string | undefined {
    const value = this.any(name);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (value instanceof Unknown) return value.text;
    throw this.wrong(name, value, 'a text');
  }

  /** A text that is looked into, so that every part of it has to be known. */
  optionalKnownText(name: string): string | undefined {
    const value = this.known(name);
    if (value === undefined || typeof value === 'string') return value;
    return this.optionalText(name);
  }

  knownText(name: string): string {
    return this.optionalKnownText(name) ?? this.missing(name);
  }

  number(name: string): number {
    return this.optionalNumber(name) ?? this.missing(name);
  }

  optionalNumber(name: string): number | undefined {
    const value = this.known(name);
    if (value === undefined) return undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    throw this.wrong(name, value, 'a number');
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.known(name);
    if (value === undefined) return fallback;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    throw this.wrong(name, value, 'true or false');
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    return this.optionalOneOf(name, allowed) ?? this.missing(name);
  }

  optionalOneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.optionalKnownText(name);
    if (value === undefined || (allowed as readonly string[]).includes(value)) return value as T | undefined;
    throw this.wrong(name, value, allowed.join(', '));
  }

  /** A list of texts; a single text counts as a list of one, as in policies, and so does a list that is not known. */
  texts(name: string): string[] {
    const value = this.any(name) ?? [];
    return (Array.isArray(value) ? value : [value]).map((item, index) => {
      if (typeof item === 'string') return item;
      if (typeof item === 'number') return String(item);
      if (item instanceof Unknown) return item.text;
      throw this.wrong(`${name}.${index}`, item, 'a text');
    });
  }

  /** A structure, or undefined. */
  object(name: string): Properties | undefined {
    const value = this.head(name);
    if (value === undefined) return undefined;
    if (value instanceof Unknown) throw this.notKnown(name, value);
    if (!isRecord(value)) throw this.wrong(name, value, 'a structure');
    return new Properties(this.stack, value, `${this.where}.${name}`);
  }

  /** A list of structures; a single structure counts as a list of one. */
  objects(name: string): Properties[] {
    const value = this.head(name) ?? [];
    return (Array.isArray(value) ? value : [value]).flatMap((item, index) => {
      const where = `${this.where}.${name}.${index}`;
      const head = this.stack.resolveHead(item, where);
      if (head === NO_VALUE) return [];
      if (head instanceof Unknown) throw this.notKnown(name, head);
      if (isRecord(head)) return [new Properties(this.stack, head, where)];
      throw this.wrong(`${name}.${index}`, head, 'a structure');
    });
  }

  /** A text as it was before `Fn::Base64`, or a base64 literal, encoded it; parts of it may not be known. */
  plainText(name: string): string | undefined {
    const raw = this.members[name];
    const encoded = isRecord(raw) && 'Fn::Base64' in raw ? raw['Fn::Base64'] : undefined;
    if (encoded === undefined) {
      const text = this.optionalText(name);
      return text !== undefined && BASE64.test(text) ? Buffer.from(text, 'base64').toString() : text;
    }
    const value = this.stack.resolve(encoded, `${this.where}.${name}`);
    return value instanceof Unknown ? value.text : typeof value === 'string' ? value : undefined;
  }

  /** The whole value, resolved, whatever its type. */
  any(name: string): unknown {
    const raw = this.members[name];
    if (raw === undefined || raw === null) return undefined;
    const value = this.stack.resolve(raw, `${this.where}.${name}`);
    return value === NO_VALUE ? undefined : value;
  }

  wrong(name: string, value: unknown, allowed: string) {
    const got = value === NO_VALUE ? 'AWS::NoValue' : (JSON.stringify(value)?.slice(0, 80) ?? String(value));
    return templateError('bad-property', `${this.where}.${name}`, `got ${got}, allowed: ${allowed}`);
  }

  private head(name: string): unknown {
    const raw = this.members[name];
    if (raw === undefined || raw === null) return undefined;
    const value = this.stack.resolveHead(raw, `${this.where}.${name}`);
    return value === NO_VALUE ? undefined : value;
  }

  private known(name: string): unknown {
    const value = this.any(name);
    if (value instanceof Unknown) throw this.notKnown(name, value);
    if (typeof value === 'string' && hasUnknown(value)) {
      const part = this.stack.unknownIn(value);
      if (part) throw this.notKnown(name, part);
    }
    return value;
  }

  private notKnown(name: string, { facts }: Unknown): TemplateError {
    const where = `${this.where}.${name}`;
    const path = where.slice(where.indexOf('.Properties.') + '.Properties.'.length);
    const { what, remedy } = facts;
    const problem = { code: 'unknown' as const, where, message: `${path} is ${what}` };
    return new TemplateError([remedy === undefined ? problem : { ...problem, remedy }]);
  }

  private missing(name: string): never {
    throw templateError('bad-property', `${this.where}.${name}`, 'is required');
  }
}

// --- internal ---

/** A script has spaces. */
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
