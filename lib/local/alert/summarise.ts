/** What a reader sees first of a message to a chat, a pager or a webhook, as one line. */
export function summarise(body: string): string {
  const message = parse(body);
  const found = FIRST_TEXTS.map((path) => textAt(message, path)).find((text) => text !== undefined);
  const state = stateIn(message);
  const [first = ''] = (found ?? body).trim().replace(ARN, '').split('\n');
  const line = found && state ? `${state} ${first}` : first;
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
}

// --- internal ---

const MAX_LENGTH = 200;

/** What an alarm's ARN has before its name; PagerDuty gets it as the key of an incident. */
const ARN = /^arn:\S*:/;

/** Where the kinds of channel have it: Slack, PagerDuty, webhooks, Opsgenie, Teams, and what resolves a page. */
const FIRST_TEXTS: readonly (readonly (string | number)[])[] = [
  ['text'],
  ['payload', 'summary'],
  ['summary'],
  ['title'],
  ['message'],
  ['attachments', 0, 'content', 'body', 0, 'inlines', 0, 'text'],
  ['dedup_key'],
  ['note'],
];

/** The texts tell of what failed, so an OK has to read as its end, and where nothing has failed as what would alarm. */
function stateIn(message: unknown): string | undefined {
  const state = textAt(message, ['state']);
  if (state === 'INSUFFICIENT_DATA') return `${state}; alarms when:`;
  if (state === 'OK' && textAt(message, ['previousState']) === 'INSUFFICIENT_DATA')
    return 'OK, no data before; alarms when:';
  const ends = state === 'OK' || textAt(message, ['event_action']) === 'resolve';
  if (ends || textAt(message, ['note']) !== undefined) return 'OK again:';
  return state && `${state}:`;
}

function textAt(message: unknown, path: readonly (string | number)[]): string | undefined {
  let value = message;
  for (const key of path) value = (value as Record<string | number, unknown> | null | undefined)?.[key];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
