import {
  DEFAULT_SYSTEM,
  GRAMMAR_HELP,
  REALM_NAME,
  RESERVED_WORKERS,
  reservedSystem,
  SYSTEM_NAME,
  WORKER_NAME,
} from '../../contract';
import type { Io } from '../io';
import { readLines } from '../read-lines';
import { UsageError } from '../usage-error';
import type { OptionValues } from '../verb';

/** What a new realm is made of. */
export interface StarterAnswers {
  readonly system: string;
  readonly realm: string;
  readonly workers: readonly string[];
  readonly email: string;
  /** Absent: tickets go to who is paged. */
  readonly ticket?: string;
}

/** The answers of the options, of the user for what they leave open, and the defaults. */
export async function starterAnswers(values: OptionValues, io: Io): Promise<StarterAnswers> {
  const given = new Map(
    QUESTIONS.flatMap(({ name }) => {
      const value = values[name];
      if (value === undefined) return [];
      return [[name, Array.isArray(value) ? value.join(', ') : String(value)] as const];
    }),
  );
  for (const { name, problem } of QUESTIONS) {
    const value = given.get(name);
    const wrong = value === undefined ? undefined : problem(value);
    if (wrong) throw new UsageError(`init: --${name}: got '${value}', allowed: ${wrong}`);
  }
  const isAsked = io.isInteractive === true && values.yes !== true && io.stdin !== undefined;
  if (isAsked) await ask(given, io);
  const answer = (name: string) => given.get(name) ?? QUESTIONS.find((one) => one.name === name)!.fallback;
  const ticket = answer('ticket');
  return {
    system: answer('system'),
    realm: answer('realm'),
    workers: namesIn(answer('worker')),
    email: answer('email'),
    ...(ticket === '' ? {} : { ticket }),
  };
}

// --- internal ---

interface Question {
  /** The option's name. */
  readonly name: string;
  readonly text: string;
  readonly fallback: string;
  /** What is allowed, when the answer is not. */
  readonly problem: (answer: string) => string | undefined;
}

const ADDRESS = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const unless = (pattern: RegExp, help: string) => (answer: string) =>
  pattern.test(answer) ? undefined : help;

const namesIn = (answer: string): string[] => [
  ...new Set(answer.split(/[,\s]+/).filter((name) => name !== '')),
];

const QUESTIONS: readonly Question[] = [
  {
    name: 'system',
    text: 'What is monitored? It leads every name',
    fallback: DEFAULT_SYSTEM,
    problem: (answer) => {
      if (!SYSTEM_NAME.test(answer)) return GRAMMAR_HELP.system;
      const taken = reservedSystem(answer);
      return taken === undefined ? undefined : `any other; ${taken}`;
    },
  },
  { name: 'realm', text: 'Which realm', fallback: 'dev', problem: unless(REALM_NAME, GRAMMAR_HELP.realm) },
  {
    name: 'worker',
    text: 'Which workers, one or several',
    fallback: 'core',
    problem: (answer) => {
      const names = namesIn(answer);
      const isFine = (name: string) => WORKER_NAME.test(name) && !RESERVED_WORKERS.includes(name);
      if (names.length > 0 && names.every(isFine)) return undefined;
      return `names of ${GRAMMAR_HELP.worker}; not ${RESERVED_WORKERS.join(', ')}`;
    },
  },
  {
    name: 'email',
    text: 'Who is paged',
    fallback: 'oncall@example.com',
    problem: unless(ADDRESS, 'an e-mail address'),
  },
  {
    name: 'ticket',
    text: 'Who hears of what can wait; nothing for who is paged',
    fallback: '',
    problem: (answer) => (answer === '' || ADDRESS.test(answer) ? undefined : 'an e-mail address'),
  },
];

/** Asks for what is not given, again until it can be. The end of the input takes the defaults. */
async function ask(given: Map<string, string>, io: Io): Promise<void> {
  const lines = oneByOne(io.stdin!);
  for (const { name, text, fallback, problem } of QUESTIONS) {
    while (!given.has(name)) {
      io.err(`${text}${fallback === '' ? '' : ` [${fallback}]`}:`);
      const { value, done } = await lines.next();
      if (done) return;
      const answer = value.trim() || fallback;
      const wrong = problem(answer);
      if (wrong) io.err(`  got '${answer}', allowed: ${wrong}`);
      else given.set(name, answer);
    }
  }
}

async function* oneByOne(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  for await (const batch of readLines(chunks)) for (const { text } of batch) yield text;
  return undefined;
}
