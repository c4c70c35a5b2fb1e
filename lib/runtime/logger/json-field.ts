import { flat } from './flat';
import { type IsSecret, quote, REDACTED, renderValue } from './json-value';

/**
 * Renders `,"key":value`; what depends on the key alone is rendered once a key.
 * @param nameOf The key as it is written.
 */
export function jsonField(isSecret: IsSecret, nameOf: (key: string) => string) {
  const known = new Map<string, Key>();

  function keyOf(name: string): Key {
    const text = flat(`,${quote(nameOf(name))}:`);
    const key = {
      text,
      redacted: isSecret(name) ? `${text}"${REDACTED}"` : undefined,
      value: '',
      rendered: `${text}""`,
      isFlat: false,
    };
    if (known.size < MAX_KNOWN) known.set(name, key);
    return key;
  }

  return (name: string, value: unknown): string => {
    const key = known.get(name) ?? keyOf(name);
    if (key.redacted !== undefined) return key.redacted;
    if (value === key.value) {
      // not at once: most values of some keys come only once
      if (!key.isFlat) key.rendered = flat(key.rendered);
      key.isFlat = true;
      return key.rendered;
    }
    const text = renderValue(value, isSecret);
    if (typeof value === 'string' && value.length <= MAX_KEPT) {
      key.value = value;
      key.rendered = key.text + text;
      key.isFlat = false;
      return key.rendered;
    }
    return text === undefined ? '' : key.text + text;
  };
}

// --- internal ---

interface Key {
  readonly text: string;
  /** The whole field, when its value must not be shown. */
  readonly redacted: string | undefined;
  /** The latest short text under it and the field that it made: a run's records share most of theirs. */
  value: string;
  rendered: string;
  isFlat: boolean;
}

const MAX_KEPT = 100;

/** Keys can be data, so the cache must end somewhere. */
const MAX_KNOWN = 1000;
