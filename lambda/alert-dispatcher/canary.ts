import { CANARY_FIELD } from '../../lib/contract';
import { isObject, parseJson } from '../shared/json-value';

/** Whether a message only shows that alerts get through, and is told to nobody. */
export function isCanary(content: unknown): boolean {
  if (typeof content === 'string' && !content.includes(CANARY_FIELD)) return false;
  const message = typeof content === 'string' ? parseJson(content) : content;
  return isObject(message) && typeof message[CANARY_FIELD] === 'string';
}
