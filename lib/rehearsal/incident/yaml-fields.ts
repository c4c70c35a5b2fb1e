import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { closest, formatDuration, meantDuration, parseDuration } from '../../text';
import type { IncidentProblem } from './incident-error';

/** A YAML file in the course of being read: its lines, and every problem so far. */
export class YamlFile {
  readonly problems: IncidentProblem[] = [];
  readonly root: Fields | undefined;
  private readonly lines = new LineCounter();
  private isCyclic = false;
  readonly document: Document;

  constructor(
    readonly file: string,
    text: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, logLevel: 'error' });
    for (const { pos, message } of [...this.document.errors, ...this.document.warnings]) {
      this.report(this.lines.linePos(pos[0]).line, `broken YAML: ${message.split('\n')[0]}`);
    }
    if (this.problems.length === 0) this.reportCycles();
    const { contents } = this.document;
    if (this.problems.length === 0 && !isMap(contents)) {
      this.report(1, 'not an incident, got no mapping of keys, allowed: title, for, signals, expect …');
    }
    if (isMap(contents) && !this.isCyclic) this.root = new Fields(this, contents, 1);
  }

  report(line: number | undefined, message: string): void {
    this.problems.push({ file: this.file, ...(line === undefined ? {} : { line }), message });
  }

  lineOf(node: unknown, fallback: number): number {
    const offset = (node as Node | null | undefined)?.range?.[0];
    return offset === undefined ? fallback : this.lines.linePos(offset).line;
  }

  resolved(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.document) : node;
  }

  /** An alias inside what it stands for is data without an end. */
  private reportCycles(): void {
    visit(this.document, {
      Alias: (_, alias, path) => {
        if (!path.some((node) => isNode(node) && 'anchor' in node && node.anchor === alias.source)) return;
        this.isCyclic = true;
        const message = `*${alias.source} stands for what it is in itself, allowed: aliases of what came before`;
        this.report(this.lineOf(alias, 1), message);
      },
    });
  }
}

/**
 * The keys of one mapping. A wrong value is reported with its line and reads as undefined, so that a file's
 * mistakes are all found in one go.
 */
export class Fields {
  constructor(
    private readonly file: YamlFile,
    private readonly map: YAMLMap,
    readonly line: number,
  ) {}

  /** Reports every key that is not one of the allowed ones. */
  only(allowed: readonly string[]): void {
    for (const name of this.names().filter((key) => !allowed.includes(key))) {
      const near = closest(name, allowed);
      const hint = near ? `, did you mean '${near}'` : '';
      this.report(name, `unknown key, got '${name}'${hint}, allowed: ${allowed.join(', ')}`);
    }
  }

  names(): string[] {
    return this.map.items.map(({ key }) => (isScalar(key) ? String(key.value) : String(key)));
  }

  has(key: string): boolean {
    return this.map.has(key);
  }

  lineOf(key: string): number {
    const pair = this.map.items.find((item) => isScalar(item.key) && item.key.value === key);
    return this.file.lineOf(pair?.key, this.line);
  }

  /** Reports a problem at a key's line, or at the mapping's own. */
  report(key: string | undefined, message: string): void {
    this.file.report(key === undefined ? this.line : this.lineOf(key), message);
  }

  wrong(key: string, what: string, got: unknown, allowed: string): undefined {
    this.report(key, `${key}: ${what}, got ${shown(got)}, allowed: ${allowed}`);
    return undefined;
  }

  text(key: string, pattern = /\S/, allowed = 'a text'): string | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
    return pattern.test(text) ? text : this.wrong(key, 'not a text of this kind', value, allowed);
  }

  requiredText(key: string, pattern?: RegExp, allowed?: string): string | undefined {
    if (!this.has(key)) this.report(undefined, `${key} is missing, allowed: ${allowed ?? 'a text'}`);
    return this.text(key, pattern, allowed);
  }

  /** Milliseconds of a duration; `-5m` only where negative ones make sense. */
  offset(key: string, fallback: number, { min = 0, max = Number.POSITIVE_INFINITY } = {}): number {
    const value = this.value(key);
    if (value === undefined) return fallback;
    const text = String(value);
    const sign = text.startsWith('-') && min < 0 ? -1 : 1;
    const seconds = parseDuration(sign < 0 ? text.slice(1) : text);
    if (typeof value !== 'string' || seconds === undefined) {
      this.wrong(
        key,
        `not a duration${meantDuration(value, min / 1000, max / 1000)}`,
        value,
        'such as 30s, 5m or 1h30m',
      );
      return fallback;
    }
    const offset = sign * seconds * 1000;
    if (offset >= min && offset <= max) return offset;
    const limits = Number.isFinite(max)
      ? `${durationText(min)} to ${durationText(max)}`
      : `at least ${durationText(min)}`;
    this.wrong(key, 'out of range', value, limits);
    return fallback;
  }

  wholeNumber(key: string, fallback: number, min: number, max: number): number {
    const value = this.value(key);
    if (value === undefined) return fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    this.wrong(key, 'out of range', value, `a whole number from ${min} to ${max}`);
    return fallback;
  }

  oneOf<T extends string>(key: string, allowed: readonly T[], fallback: T): T {
    const value = this.value(key);
    if (value === undefined) return fallback;
    if (allowed.includes(value as T)) return value as T;
    const near = closest(String(value), allowed);
    this.wrong(
      key,
      near ? `unknown value, did you mean ${near}` : 'unknown value',
      value,
      allowed.join(', '),
    );
    return fallback;
  }

  /** A nested mapping. */
  fields(key: string): Fields | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    if (isMap(node)) return new Fields(this.file, node, this.lineOf(key));
    return this.wrong(key, 'not a mapping', this.value(key), 'a mapping of keys');
  }

  /** A list of mappings; a single mapping counts as a list of one. */
  list(key: string): Fields[] {
    const node = this.node(key);
    if (node === undefined) return [];
    const items = isSeq(node) ? node.items : [node];
    return items.flatMap((item) => {
      const resolved = this.file.resolved(item);
      const line = this.file.lineOf(item, this.lineOf(key));
      if (isMap(resolved)) return [new Fields(this.file, resolved, line)];
      this.file.report(
        line,
        `${key}: not a mapping, got ${shown(plain(resolved))}, allowed: a list of mappings`,
      );
      return [];
    });
  }

  /** The plain data of a key, whatever it is. */
  value(key: string): unknown {
    const node = this.node(key);
    if (node === undefined || node === null) return undefined;
    try {
      return isScalar(node) ? (node.value ?? undefined) : (node as YAMLMap).toJS(this.file.document, LIMITS);
    } catch (error) {
      this.report(key, `${key}: ${(error as Error).message}`);
      return undefined;
    }
  }

  private node(key: string): unknown {
    const node = this.file.resolved(this.map.get(key, true));
    return isScalar(node) && node.value === null ? undefined : node;
  }
}

// --- internal ---

/** Stops a file of few aliases that expands without end. */
const LIMITS = { maxAliasCount: 100 };

function shown(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? 'nothing');
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function plain(node: unknown): unknown {
  return isScalar(node) ? node.value : node;
}

function durationText(milliseconds: number): string {
  const sign = milliseconds < 0 ? '-' : '';
  return `${sign}${formatDuration(Math.abs(milliseconds) / 1000)}`;
}
