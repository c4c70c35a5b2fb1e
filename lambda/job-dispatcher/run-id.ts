import { createHash } from 'node:crypto';

/**
 * The run id of a request: a UUID in version 4's form, made from where the request came from, so that an
 * event that is delivered twice names the same run twice.
 */
export function runIdOf(origin: string): string {
  const hex = createHash('sha256').update(origin).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
