import { realmNames } from '../contract';
import type { QueueMessage, RealmPorts } from './realm-ports';

/** A queue of dead letters, and how one of them is tried again. */
export interface DeadLetterQueue {
  /** `alerts`, `undelivered-page`, `dispatch`, `freshness`, or the name of a worker. */
  readonly name: string;
  readonly queueName: string;
  /** Rejects when it is not taken; the dead letter then stays. */
  readonly again: (message: QueueMessage, ports: RedrivePorts) => Promise<void>;
}

export type RedrivePorts = Pick<RealmPorts, 'receive' | 'send' | 'remove' | 'release' | 'invoke'>;

export interface DeadLettersOf {
  readonly realm: string;
  readonly system: string;
  /** Whether it has a job dispatcher. */
  readonly dispatcher: boolean;
  /** Whether it has a function for the freshness of jobs. */
  readonly freshness: boolean;
  readonly workers: readonly WorkerQueues[];
  /** Those that the alert dispatcher serves. */
  readonly severities: readonly string[];
  /** Those that SNS itself tells somebody of, other than by e-mail. */
  readonly subscribed: readonly string[];
}

export interface WorkerQueues {
  readonly name: string;
  /** Of a queue that was there before the realm. @default the realm's own */
  readonly queue?: { readonly existing?: string; readonly deadLetters?: string };
}

/** The queues of a realm's dead letters: of alerts, of job requests, of each worker's jobs. */
export function deadLetterQueues(of: DeadLettersOf): DeadLetterQueue[] {
  const { severities } = of;
  const names = realmNames(of.realm, of.system);
  const alertQueues = severities.map((severity) => [names.alertTopic(severity), names.alertQueue(severity)]);
  const alerts: DeadLetterQueue = {
    name: 'alerts',
    queueName: names.alertDispatcherDlq,
    // The dispatcher reads any of them by what is in it; its own queue keeps it from delaying another severity.
    again: ({ body, attributes }, { send }) => {
      const [, queue] =
        alertQueues.find(([topic]) => new RegExp(`:${topic}(?![\\w-])`).test(body)) ?? alertQueues[0]!;
      return send(queue!, body, attributes);
    },
  };
  const dispatch: DeadLetterQueue = {
    name: 'dispatch',
    queueName: names.jobDispatcherDlq,
    again: async ({ body }, { invoke }) => void (await invoke(names.jobDispatcher, JSON.parse(body))),
  };
  const freshness: DeadLetterQueue = {
    name: 'freshness',
    queueName: names.freshnessDlq,
    again: async ({ body }, { invoke }) => void (await invoke(names.freshness, JSON.parse(body))),
  };
  return [
    ...(severities.length > 0 ? [alerts] : []),
    ...of.subscribed.map((severity): DeadLetterQueue => {
      return { name: `undelivered-${severity}`, queueName: names.undelivered(severity), again: toNobodyElse };
    }),
    ...(of.dispatcher ? [dispatch] : []),
    ...(of.freshness ? [freshness] : []),
    ...of.workers.flatMap(({ name, queue }): DeadLetterQueue[] => {
      const own = names.worker(name);
      const to = queue?.existing ?? own.queue;
      const queueName = queue?.existing === undefined ? own.deadLetterQueue : queue.deadLetters;
      if (queueName === undefined) return [];
      return [{ name, queueName, again: ({ body, attributes }, { send }) => send(to, body, attributes) }];
    }),
  ];
}

export interface Redriven {
  readonly message: QueueMessage;
  /** Why it is still a dead letter. */
  readonly problem?: string;
}

/**
 * Tries every dead letter of a queue again, at most once each; what is taken is no dead letter any more.
 * @param onEach called for each, as soon as it is known
 * @param show only shows them; all stay
 */
export async function redrive(
  { queueName, again }: DeadLetterQueue,
  ports: RedrivePorts,
  onEach: (one: Redriven) => void,
  show = false,
): Promise<void> {
  const seen = new Set<string>();
  const kept: QueueMessage[] = [];
  for (;;) {
    const messages = await ports.receive(queueName);
    const fresh = messages.filter(({ id }) => !seen.has(id));
    if (fresh.length === 0) break;
    for (const message of fresh) {
      seen.add(message.id);
      const problem = show ? undefined : await attempt(message);
      if (show || problem !== undefined) kept.push(message);
      onEach({ message, ...(problem !== undefined && { problem }) });
    }
  }
  for (const { handle } of kept) await ports.release(queueName, handle);

  async function attempt(message: QueueMessage): Promise<string | undefined> {
    try {
      await again(message, ports);
    } catch (error) {
      return (error as Error).message;
    }
    await ports.remove(queueName, message.handle);
    return undefined;
  }
}

// --- internal ---

/** A topic cannot be asked to tell one subscriber alone. */
async function toNobodyElse(): Promise<never> {
  throw new Error(
    'SNS would tell every subscriber again; mend the one that failed, and delete it when it is known',
  );
}
