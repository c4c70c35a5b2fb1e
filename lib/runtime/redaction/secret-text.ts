/**
 * Hides what a text gives away by its form, whatever key it stands under: credentials of URLs, secret parameters of
 * queries, forms and command lines, lines of HTTP headers, authorization schemes, JSON Web Tokens, secret members of
 * JSON, webhooks of Slack.
 */
export function hideSecrets(text: string): string {
  let shown = text;
  for (const pattern of PATTERNS) shown = shown.replace(pattern, '$1[redacted]');
  return shown;
}

// --- internal ---

const WORD =
  '(?:pass(?:word|wd|phrase)?|pwd|secret|token|(?:api|access|account|private|secret)[-_]?key|sig(?:nature)?|credential|cookie|auth(?:ori[sz]ation)?)s?';

/** What stays is the first group. Every repetition has a bound: a long text must not stall a worker. */
const PATTERNS: readonly RegExp[] = [
  // https://user:password@host, postgres://:password@host
  /([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'@:]{0,256}:[^\s/?#"']{0,512}(?=@)/gi,
  // ?token=…, &X-Amz-Signature=…, password=… in a form or a connection string
  new RegExp(`((?:^|[?&;,\\s"'{(])[\\w.-]{0,60}?${WORD}=)[^&;,\\s"']+`, 'gi'),
  // ?key=… of Google, ?code=… of OAuth and Azure; a short one is of another kind
  /([?&](?:key|code)=)[\w%+/-]{16,}/g,
  // a command line, which an error of child_process tells whole: --password …, -u user:password
  new RegExp(`( --?(?:[\\w-]{0,60}-)?${WORD} | -u [^\\s:]{1,99}:)[^\\s-]\\S*`, 'gi'),
  // a line of a request or an answer as text
  /((?:^|[\n\r"'{,]\s*)(?:(?:proxy-)?authori[sz]ation|(?:set-)?cookie2?|[\w-]{0,60}?(?:api-key|token|secret|password))\s*:[ \t]*)[^\r\n"']+/gi,
  // a member of a JSON text
  new RegExp(`("[\\w.-]{0,60}?${WORD}"\\s{0,9}:\\s{0,9}")(?:[^"\\\\]|\\\\.){0,9000}(?=")`, 'gi'),
  // an incoming webhook of Slack, whose path is its secret
  /(hooks\.slack\.com\/\w+\/)[\w/]+/gi,
  /\b(Bearer\s+)[\w+/.~:=-]{6,}/gi,
  // not "basic authentication": base64 has capitals, digits or padding
  /\b(Basic\s+|AUTH PLAIN )(?=[a-z]*[A-Z0-9+/=])[\w+/=-]{6,}/g,
  /()\beyJ[\w-]{5,300}\.[\w-]{5,8000}\.[\w-]{0,2000}/g,
];
