import { jsonText } from '../shared/json-value';

/**
 * Text from outside as plain text of a bounded length: no control characters but tab and newline, no half
 * characters, and none of the invisible ones that turn the direction of reading. Links lose their user and password,
 * since an alert is told to many. What is longer ends in `…`.
 */
export function plainText(value: unknown, limit: number): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : jsonText(value);
  return cut(
    text
      .slice(0, 2 * limit)
      .replace(/\r\n?|[\u2028\u2029]/g, '\n')
      .replace(UNWANTED, '')
      .replace(CREDENTIALS, '$1'),
    limit,
  ).trim();
}

/** Plain text on one line. */
export function oneLine(value: unknown, limit: number): string {
  return plainText(value, limit).replace(/\s+/g, ' ');
}

/** The text, or its beginning and `…`; never half of a character. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 2);
  return `${text.slice(0, last >= 0xd800 && last < 0xdc00 ? limit - 2 : limit - 1)}…`;
}

// --- internal ---

const UNWANTED = /(?![\t\n])[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu;

/** The part of a URL before its host (RFC 3986, 3.2.1). */
const CREDENTIALS = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#]*@/gi;
