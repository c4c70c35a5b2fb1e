/**
 * Hides what a text gives away by its form, whatever key it stands under: credentials of URLs, secret parameters of
 * queries and forms, lines of HTTP headers, authorization schemes, JSON Web Tokens, secret members of JSON.
 */
export function hideSecrets(text: string): string {
  let shown = text;
  for (const [pattern, replacement] of PATTERNS) shown = shown.replace(pattern, replacement);
  return shown;
}

// --- internal ---

const WORD =
  'pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|secret[-_]?key|signature|sig|credential|auth|authori[sz]ation';
const SCHEME_VALUE = '[\\w+/.~:=-]';

/** Every repetition has a bound: a long text must not stall a worker. */
const PATTERNS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // https://user:password@host, postgres://:password@host
  [/([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'@:]{0,256}:[^\s/?#"']{0,512}@/gi, '$1[redacted]@'],
  // ?token=…, &X-Amz-Signature=…, password=… in a form or a connection string
  [
    new RegExp(`(^|[?&;,\\s"'{(])([\\w.-]{0,60}?(?:${WORD})s?=)(?!\\[redacted\\])[^&;,\\s"']+`, 'gi'),
    '$1$2[redacted]',
  ],
  // a line of a request or an answer as text
  [
    /(^|[\n\r"'{,]\s*)((?:proxy-)?authori[sz]ation|(?:set-)?cookie2?|[\w-]{0,60}?(?:api-key|token|secret|password))(\s*:[ \t]*)(?!\[redacted\])[^\r\n"']+/gi,
    '$1$2$3[redacted]',
  ],
  // a member of a JSON text
  [
    new RegExp(`("[\\w.-]{0,60}?(?:${WORD}|cookie)s?"\\s{0,9}:\\s{0,9})"(?:[^"\\\\]|\\\\.){0,9000}"`, 'gi'),
    '$1"[redacted]"',
  ],
  [new RegExp(`\\b(Bearer\\s+)${SCHEME_VALUE}{6,}`, 'gi'), '$1[redacted]'],
  // not "basic authentication": base64 has capitals, digits or padding
  [/\b(Basic\s+)(?=[a-z]*[A-Z0-9+/=])[\w+/=-]{6,}/g, '$1[redacted]'],
  [/\beyJ[\w-]{5,300}\.[\w-]{5,8000}\.[\w-]{0,2000}/g, '[redacted]'],
];
