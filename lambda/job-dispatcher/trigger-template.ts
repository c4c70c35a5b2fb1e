import { isObject, type JsonObject } from '../shared/json-value';
import type { ObjectEvent } from './object-events';

/** What a template of a trigger sees. `event` is as S3 sent it. */
export interface TemplateScope {
  readonly bucket: string;
  readonly key: string;
  readonly event: JsonObject;
  readonly info: JsonObject;
}

export function templateScope({
  bucket,
  key,
  type,
  size,
  time,
  region,
  sourceIp,
  raw,
}: ObjectEvent): TemplateScope {
  const told = { size, source_ip: sourceIp, event_time: time, event_type: type, aws_region: region };
  const known = Object.entries(told).filter(([, value]) => value !== undefined);
  return { bucket, key, event: raw, info: { bucket, key, ...Object.fromEntries(known) } };
}

/** A value whose texts, at any depth, are Liquid's templates, with what they come to; or what is wrong with one. */
export function renderTemplates(
  value: unknown,
  scope: () => TemplateScope,
): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: rendered(value, scope) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** What is wrong with the templates in a value, as far as that can be known before an event. */
export function templateProblem(value: unknown): string | undefined {
  for (const text of templatesIn(value)) {
    try {
      const names = liquid().globalVariableSegmentsSync(liquid().parse(text), { partials: false });
      for (const [name, member] of names) checkName(String(name), member);
    } catch (error) {
      return problemOf(text, error);
    }
  }
  return undefined;
}

// --- internal ---

/** What `info` may have, of which an event may lack some, and what a template sees. */
const INFO = ['bucket', 'key', 'size', 'source_ip', 'event_time', 'event_type', 'aws_region'];
/** Liquid's own. */
const OF_A_TEXT = ['size', 'first', 'last'];
const NAMES = ['bucket', 'key', 'event', 'info'];

function checkName(name: string, member: unknown): void {
  if (!NAMES.includes(name)) throw new Error(`no such variable: ${name}; there are ${NAMES.join(', ')}`);
  if (name === 'event' || typeof member !== 'string') return;
  const members = name === 'info' ? INFO : OF_A_TEXT;
  if (!members.includes(member))
    throw new Error(`no such variable: ${name}.${member}; ${name} has ${members.join(', ')}`);
}

const TEMPLATE = /\{[{%]/;

function rendered(value: unknown, scope: () => TemplateScope): unknown {
  if (Array.isArray(value)) return value.map((one) => rendered(one, scope));
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, rendered(one, scope)]));
  }
  if (typeof value !== 'string' || !TEMPLATE.test(value)) return value;
  try {
    return liquid().parseAndRenderSync(value, scope());
  } catch (error) {
    throw new Error(problemOf(value, error));
  }
}

function templatesIn(value: unknown): string[] {
  if (typeof value === 'string') return TEMPLATE.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(templatesIn) : [];
}

const problemOf = (text: string, error: unknown): string =>
  `template ${JSON.stringify(text)}: ${(error as Error).message}`;

/** A bundle of its own, four times the rest: loaded with the first template. */
const liquid = () => (require('./lazy/liquid') as typeof import('./lazy/liquid')).liquid;
