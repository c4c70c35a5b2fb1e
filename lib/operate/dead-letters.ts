import { realmNames } from '../contract';
import type { QueueMessage, RealmPorts } from './realm-ports';

/** A queue of dead letters, and how one of them is tried again. */
export interface DeadLetterQueue {
  /** `alerts`, `dispatch`, or the name of a worker. */
  readonly name: string;
  readonly queueName: string;
  /** Rejects when it is not taken; the dead letter then stays. */
  readonly again: (message: QueueMessage, ports: RedrivePorts) => Promise<void>;
}

export type RedrivePorts = Pick<RealmPorts, 'receive' | 'send' | 'remove' | 'release' | 'invoke'>;

export interface DeadLettersOf {
  readonly realm: string;
  readonly system: string;
  readonly workers: readonly string[];
  /** Those that the alert dispatcher serves. */
  readonly severities: readonly string[];
}

/** The queues of a realm's dead letters: of alerts, of job requests, of each worker's jobs. */
export function deadLetterQueues({ realm, system, workers, severities }: DeadLettersOf): DeadLetterQueue[] {
  const names = realmNames(realm, system);
  const alertQueues = severities.map((severity) => [names.alertTopic(severity), names.alertQueue(severity)]);
  const alerts: DeadLetterQueue = {
    name: 'alerts',
    queueName: names.alertDispatcherDlq,
    // The dispatcher reads any of them by what is in it; its own queue keeps it from delaying another severity.
    again: ({ body, attributes }, { send }) => {
      const [, queue] = alertQueues.find(([topic]) => body.includes(`:${topic}`)) ?? alertQueues[0]!;
      return send(queue!, body, attributes);
    },
  };
  return [
    ...(severities.length > 0 ? [alerts] : []),
    {
      name: 'dispatch',
      queueName: names.jobDispatcherDlq,
      again: async ({ body }, { invoke }) => void (await invoke(names.jobDispatcher, JSON.parse(body))),
    },
    ...workers.map((worker): DeadLetterQueue => {
      const { queue, deadLetterQueue } = names.worker(worker);
      return {
        name: worker,
        queueName: deadLetterQueue,
        again: ({ body, attributes }, { send }) => send(queue, body, attributes),
      };
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
