import type { Mail } from '../../lib/local/alert/inbox';
import { element, link } from '../dom';
import { timeOf } from '../time-text';

/** An Adaptive Card in Teams: RichTextBlocks of TextRuns, and actions that open a page. */
export function teamsView({ at, body }: Mail): HTMLElement | undefined {
  const message = JSON.parse(body) as { attachments?: readonly { readonly content?: Card }[] };
  const card = message.attachments?.[0]?.content;
  if (!card) return undefined;
  const head = element(
    'p',
    'head',
    element('b', '', 'Workflows'),
    element('time', '', timeOf(at).slice(0, 5)),
  );
  const blocks = card.body.map(({ inlines = [] }) => element('p', 'section', ...inlines.map(run)));
  const actions = (card.actions ?? []).map(({ title, url }) => link(title, url));
  return element(
    'div',
    'teams',
    head,
    element('div', 'card', ...blocks, ...(actions.length > 0 ? [element('p', 'actions', ...actions)] : [])),
  );
}

// --- internal ---

interface Card {
  readonly body: readonly { readonly inlines?: readonly Run[] }[];
  readonly actions?: readonly { readonly title: string; readonly url: string }[];
}

interface Run {
  readonly text: string;
  readonly size?: string;
  readonly weight?: string;
  readonly color?: string;
  readonly fontType?: string;
}

function run({ text, size, weight, color, fontType }: Run): HTMLElement {
  const kinds = [
    size === 'large' && 'large',
    weight === 'bolder' && 'bolder',
    fontType === 'monospace' && 'mono',
  ];
  return element('span', [...kinds, color].filter(Boolean).join(' '), text);
}
