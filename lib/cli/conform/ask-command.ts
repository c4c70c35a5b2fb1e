import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Answer, Question } from '../../evidence';
import { counted } from '../../text/count';
import { UsageError } from '../usage-error';

export interface AskOptions {
  /** Milliseconds without an answer to an open question after which it is given up, whatever else it prints. */
  readonly silence: number;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export interface Asked {
  /** By id. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** What went wrong with the command as a whole. */
  readonly problem?: string;
}

/**
 * Starts a command, writes every question to its standard input as a line of JSON, and reads lines `{"id", "output"}`,
 * `{"id", "unsupported": true}` or `{"id", "error"}` in any order. Its standard error is passed on. It is ended when all
 * is answered, or when no open question is answered for too long.
 *
 * @throws {UsageError} for a command that cannot be started
 */
export function askCommand(
  command: readonly string[],
  questions: readonly Question[],
  options: AskOptions,
): Promise<Asked> {
  const { silence, cwd, env, signal } = options;
  const [program = '', ...args] = command;
  return new Promise((done, refuse) => {
    const child = spawn(program, args, {
      cwd,
      env: env as NodeJS.ProcessEnv,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const answers = new Map<string, Answer>();
    const open = new Set(questions.map(({ id }) => id));
    let problem: string | undefined;
    let timer: NodeJS.Timeout;
    // Its own children may hold its output open: not waited for.
    const end = () => {
      child.kill('SIGKILL');
      child.stdout.destroy();
    };
    const give = (why: string) => {
      problem ??= why;
      end();
    };
    const rest = () => {
      clearTimeout(timer);
      timer = setTimeout(
        () =>
          open.size === 0
            ? end()
            : give(
                `the command was silent for ${silence / 1000}s with ${counted(open.size, 'question')} open`,
              ),
        silence,
      );
    };
    const abort = () => give('interrupted');
    signal.addEventListener('abort', abort, { once: true });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const answer = answerOf(line);
      if (!answer) {
        problem ??= `a line is no answer: ${line.slice(0, 80)}`;
        return;
      }
      if (!open.delete(answer.id)) return;
      answers.set(answer.id, answer.answer);
      rest();
      if (open.size === 0) child.stdin.end();
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      refuse(new UsageError(`conform: cannot run '${program}': ${error.code ?? error.message}`));
    });
    child.on('close', (code, killed) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      if (open.size > 0)
        problem ??= `the command ended with ${killed ?? `code ${code}`} and ${counted(open.size, 'question')} open`;
      done({ answers, ...(problem === undefined ? {} : { problem }) });
    });
    // A command that ends early does not read the rest, which is said at its end.
    child.stdin.on('error', () => {});
    for (const { id, kind, input } of questions)
      child.stdin.write(`${JSON.stringify({ id, kind, input })}\n`);
    if (open.size === 0) child.stdin.end();
    rest();
  });
}

// --- internal ---

function answerOf(line: string): { id: string; answer: Answer } | undefined {
  try {
    const { id, output, unsupported, error } = JSON.parse(line);
    if (typeof id !== 'string') return undefined;
    if (unsupported === true) return { id, answer: { unsupported: true } };
    if (error !== undefined) return { id, answer: { error: String(error) } };
    return output === undefined ? undefined : { id, answer: { output } };
  } catch {
    return undefined;
  }
}
