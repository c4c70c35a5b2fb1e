import type { Mail } from '../../lib/local/alert/inbox';
import { element, link } from '../dom';
import { timeOf } from '../time-text';

/** A message in Slack: rich text, as docs.slack.dev/reference/block-kit/blocks/rich-text-block describes it. */
export function slackView({ at, body }: Mail): HTMLElement | undefined {
  const { blocks, text } = JSON.parse(body) as { blocks?: readonly Block[]; text?: string };
  const content = blocks?.flatMap(({ type, elements }) => (type === 'rich_text' ? elements.map(part) : []));
  if (!content && text === undefined) return undefined;
  const head = element(
    'p',
    'head',
    element('b', '', 'Tiltmeter'),
    element('span', 'app', 'APP'),
    element('time', '', timeOf(at).slice(0, 5)),
  );
  const avatar = element('span', 'avatar', 'T');
  avatar.setAttribute('aria-hidden', 'true');
  return element(
    'div',
    'slack',
    avatar,
    element('div', 'said', head, ...(content ?? [element('p', '', text!)])),
  );
}

// --- internal ---

interface Block {
  readonly type: string;
  readonly elements: readonly Part[];
}

interface Part {
  readonly type: string;
  readonly elements: readonly Inline[];
}

interface Inline {
  readonly type: string;
  readonly text?: string;
  readonly url?: string;
  readonly name?: string;
  readonly timestamp?: number;
  readonly fallback?: string;
  readonly style?: { readonly bold?: boolean; readonly italic?: boolean; readonly code?: boolean };
}

function part({ type, elements }: Part): HTMLElement {
  return element(type === 'rich_text_preformatted' ? 'pre' : 'p', 'section', ...elements.map(inline));
}

const EMOJI: Readonly<Record<string, string>> = {
  red_circle: '🔴',
  large_green_circle: '🟢',
  white_circle: '⚪',
  speech_balloon: '💬',
};

function inline({ type, text = '', url, name = '', timestamp, fallback = '', style }: Inline): Node {
  if (type === 'emoji') return document.createTextNode(EMOJI[name] ?? `:${name}:`);
  if (type === 'link') return link(text || url || '', url ?? '');
  // Slack shows it in each reader's own time zone, and so does this.
  if (type === 'date') return document.createTextNode(timestamp === undefined ? fallback : local(timestamp));
  if (style?.bold) return element('b', '', text);
  if (style?.italic) return element('i', '', text);
  return style?.code ? element('code', '', text) : document.createTextNode(text);
}

/** `{date_num} {time_secs}`: 2026-01-05 and the time with seconds. */
function local(timestamp: number): string {
  const date = new Date(timestamp * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${date.toLocaleTimeString()}`;
}
