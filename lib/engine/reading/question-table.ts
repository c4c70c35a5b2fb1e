import type { OpenQuestion } from './open-question';
import { OPEN_QUESTIONS } from './open-questions';

/** The open questions as a table in Markdown, as docs/engine.md has it: an answer a line, the best supported one in bold. */
export function questionTable(): string[] {
  return [
    '| question | answers | status | what is known |',
    '| --- | --- | --- | --- |',
    ...Object.entries<OpenQuestion>(OPEN_QUESTIONS).map(
      ([code, question]) =>
        `| \`${code}\`: ${question.asks} | ${answers(question).join('<br>')} | ${question.status} | ${question.evidence} |`,
    ),
  ];
}

// --- internal ---

function answers(question: OpenQuestion): string[] {
  if ('seconds' in question) {
    const [usual, ...corners] = question.seconds;
    return [`**${usual} s**`, ...corners.map((corner) => `${corner} s`), `any up to ${question.most} s`];
  }
  return Object.entries(question.answers).map(([code, words], index) =>
    index === 0 ? `**\`${code}\`**: ${words}` : `\`${code}\`: ${words}`,
  );
}
