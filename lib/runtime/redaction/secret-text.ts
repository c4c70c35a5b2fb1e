/**
 * Hides what a text gives away by its form, whatever key it stands under: credentials of URLs, secret parameters of
 * queries, forms and command lines, lines of HTTP headers, authorization schemes, JSON Web Tokens, secret members of
 * JSON, webhooks, private keys, and tokens that begin as their maker has it.
 */
export function hideSecrets(text: string): string {
  let shown = text;
  for (const [sign, pattern] of PATTERNS)
    if (text.includes(sign)) shown = shown.replace(pattern, '$1[redacted]');
  return shown;
}

// --- internal ---

const WORD =
  '(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|(?:api|access|account|private|secret|signing|encryption|master|session|auth|ssh)[-_]?key|sig(?:nature)?|credential|bearer|cookie|sess(?:ion)?[-_]?id|[cx]srf|auth(?:ori[sz]ation)?)s?';
/** A secret's name: the end of a longer one, or its last word where it is too short for that. */
const NAME = `(?:[\\w.-]{0,60}?${WORD}|(?:[\\w.-]{0,60}[_.-])?(?:pat|t?otp|sid|jwt|creds|cvv|cvc|ssn))`;

/**
 * What a text has that holds one, and one: what stays is its first group. Every repetition has a bound: a long text must not
 * stall a worker.
 */
const PATTERNS: readonly (readonly [sign: string, pattern: RegExp])[] = [
  // https://user:password@host, postgres://:password@host
  ['://', /([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'@:]{0,256}:[^\s/?#"']{0,512}(?=@)/gi],
  // ?token=…, &X-Amz-Signature=…, password=… in a form or a connection string
  ['=', new RegExp(`((?:^|[?&;,\\s"'{(])${NAME}=)[^&;,\\s"']+`, 'gi')],
  // ?key=… of Google, ?code=… of OAuth and Azure, but not ?code=404
  ['=', /([?&](?:key|code)=)(?!\d{3}(?![\w%+/-]))[^&;,\s"'#]+/gi],
  // a command line, which an error of child_process tells whole: --password …, -u user:password
  [' -', new RegExp(`( --?(?:[\\w-]{0,60}-)?${WORD} | -u [^\\s:]{1,99}:)[^\\s-]\\S*`, 'gi')],
  // a line of a request or an answer as text
  [
    ':',
    /((?:^|[\n\r"'{,]\s*)(?:(?:proxy-)?authori[sz]ation|(?:set-)?cookie2?|[\w-]{0,60}?(?:api-key|token|secret|password))\s*:[ \t]*)[^\r\n"']+/gi,
  ],
  // a member of a JSON text
  ['"', new RegExp(`("${NAME}"\\s{0,9}:\\s{0,9}")(?:[^"\\\\]|\\\\.){0,9000}(?=")`, 'gi')],
  // incoming webhooks, whose path is their secret, and Telegram's bots
  [
    '.',
    /((?:hooks\.slack\.com\/\w+|discord(?:app)?\.com\/api\/webhooks|\.webhook\.office\.com\/\w+|api\.telegram\.org)\/)[\w/@:-]+/gi,
  ],
  [' ', /\b(Bearer\s+)[\w+/.~:=-]{6,}/gi],
  // not "basic authentication": base64 has capitals, digits or padding
  [' ', /\b(Basic\s+|AUTH PLAIN )(?=[a-z]*[A-Z0-9+/=])[\w+/=-]{6,}/g],
  ['PRIVATE KEY', /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----)(?:[^-]|-(?!----)){1,20000}/g],
  // Stripe, DigitalOcean; GitHub; GitLab; Slack; Square; Shopify; HashiCorp; OpenAI, Anthropic; npm, Hugging Face; Google, SendGrid
  [
    '',
    /\b([a-z]{2,8}_(?:live|test|pat|v1)_|gh[oprsu]_|gl(?:pat|ptt|dt|rt|cbt|soat)-|xox[a-z]-|xapp-\d-|sq0[a-z]{3}-|shp(?:at|ca|pa|ss)_|hvs\.|sk-(?:[a-z]+\d*-)*)[\w-]{8,}/g,
  ],
  ['_', /\b(npm_|hf_)[A-Za-z\d]{30,}/g],
  ['', /\b(AIza|SG\.)[\w-]{16,}(?:\.[\w-]{16,})?/g],
  ['eyJ', /()\beyJ[\w-]{5,300}\.[\w-]{5,8000}\.[\w-]{0,2000}/g],
];
