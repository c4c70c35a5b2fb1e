import { createHash } from 'node:crypto';

/** A drafted file as it is written: its last line tells whether somebody has edited it since. */
export const withDraftMark = (text: string): string => `${text}${markOf(text)}\n`;

/** Whether a file is a draft that nobody has edited. */
export function isUneditedDraft(content: string): boolean {
  const text = content.replace(MARK, '');
  return text !== content && content === withDraftMark(text);
}

// --- internal ---

const MARK = /# drafted by tiltmeter [0-9a-f]{12};[^\n]*\n$/;

const markOf = (text: string): string => {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `# drafted by tiltmeter ${hash}; edit it freely: an edited file is never written again`;
};
