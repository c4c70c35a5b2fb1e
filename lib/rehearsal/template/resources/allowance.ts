import { isRecord } from '../is-record';
import type { Allowance } from '../template-model';

/** `Metadata: { tiltmeter: { allow: [code], why: … } }`, as it is; undefined where there is none. */
export function allowanceOf(metadata: Readonly<Record<string, unknown>>): Allowance | undefined {
  const given = metadata.tiltmeter;
  if (given === undefined) return undefined;
  const { allow, why } = isRecord(given) ? given : {};
  const codes = (Array.isArray(allow) ? allow : [allow]).filter((one) => typeof one === 'string');
  return { codes, why: typeof why === 'string' ? why.trim() : '' };
}
