import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Question, questionsOf, tallyLines, tallyOf } from '../../evidence';
import { gotOther, meantDuration, parseDuration } from '../../text';
import type { Io } from '../io';
import { jsonText } from '../json-documents';
import { UsageError } from '../usage-error';
import { EXIT, type VerbRun } from '../verb';
import { askCommand } from './ask-command';

/** Asks a command all questions of the corpus; a finding when an answer differs or is missing. */
export const run: VerbRun = async (values, positionals, io) => {
  const questions = chosen(readQuestions(values.vectors as string | undefined, io), values.kind);
  if (values.questions) {
    for (const { id, kind, input } of questions) io.out(JSON.stringify({ id, kind, input }));
    return EXIT.ok;
  }
  if (positionals.length === 0) throw new UsageError('conform: needs the command to ask, after --');
  const silence = parseDuration(String(values.wait));
  if (!silence)
    throw new UsageError(
      `conform: --wait: got '${values.wait}'${meantDuration(values.wait)}, allowed: a duration, such as 60s`,
    );
  const { answers, problem } = await askCommand(positionals, questions, {
    silence: silence * 1000,
    cwd: io.cwd,
    env: io.env,
    signal: io.signal,
  });
  const tally = tallyOf(questions, answers);
  if (values.json) io.out(jsonText('conform', tally));
  else for (const line of tallyLines(tally)) io.out(line);
  if (problem !== undefined) io.err(`tiltmeter: conform: ${problem}`);
  return tally.differences.length === 0 ? EXIT.ok : EXIT.findings;
};

// --- internal ---

function readQuestions(vectors: string | undefined, io: Io): Question[] {
  const directory = vectors === undefined ? ownVectors() : resolve(io.cwd, vectors);
  return questionsOf((file) => {
    const name = `${file}.json`;
    try {
      return JSON.parse(readFileSync(join(directory, name), 'utf8'));
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'not JSON';
      throw new UsageError(`conform: cannot read ${name} of the corpus '${vectors ?? directory}': ${reason}`);
    }
  });
}

/** Beside the package.json above this file, wherever it was compiled to. */
function ownVectors(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return join(directory, 'test/vectors');
}

function chosen(questions: readonly Question[], kinds: unknown): Question[] {
  const wanted = kinds as readonly string[] | undefined;
  if (!wanted) return [...questions];
  const known = [...new Set(questions.map(({ kind }) => kind))];
  const odd = wanted.find((kind) => !known.includes(kind));
  if (odd !== undefined) throw new UsageError(`conform: --kind: ${gotOther(odd, known)}`);
  return questions.filter(({ kind }) => wanted.includes(kind));
}
