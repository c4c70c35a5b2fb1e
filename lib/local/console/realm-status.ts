import { logMetricName, realmNames } from '../../contract';
import type { RealmConfig } from '../../realm/realm-config';
import type { TemplateModel } from '../../rehearsal/template/template-model';
import type { Inbox, Mail } from '../alert/inbox';
import type { QueueDepth } from '../aws/published-metrics';
import type { BudgetBook } from '../budget/budget-book';
import type { CloudWatch } from '../cloud-watch';
import type { EventStream } from '../event/event-stream';
import type { RealmEvent } from '../event/realm-event';
import type { Clock } from '../process/clock';
import type { QueueService } from '../queue/queue-service';
import type { Member } from '../worker/machine';
import type { WorkerFleet } from '../worker/worker-fleet';
import { type AlarmCard, alarmFacts } from './alarm-card';
import type { AlarmHistory, HistoryPoint } from './alarm-history';
import { type BudgetCard, budgetCards } from './budget-card';
import type { FirstMessages } from './first-messages';
import type { Maintenance } from './maintenance';
import { type TopicCard, topicCards } from './topic-card';

/** Everything that the console page shows; instants are realm time in epoch milliseconds. */
export interface RealmStatus {
  readonly realm: string;
  readonly speed: number;
  /** When the realm started. */
  readonly start: number;
  readonly now: number;
  readonly workers: readonly WorkerStatus[];
  readonly alarms: readonly AlarmCard[];
  readonly topics: readonly TopicCard[];
  /** Service level objectives, in the order of the realm file. */
  readonly budgets: readonly BudgetCard[];
  /** Newest first. */
  readonly inbox: readonly InboxMail[];
  /** Newest first, without those that only say that a new alarm is OK. */
  readonly events: readonly RealmEvent[];
}

export interface WorkerStatus {
  readonly worker: string;
  readonly queue: string;
  readonly depth: QueueDepth;
  readonly instances: readonly Member[];
  /** What is promised of its heartbeats, and the alarm that keeps the promise. */
  readonly heartbeat: {
    readonly everySeconds: number;
    readonly alarmAfterSeconds: number;
    readonly alarmName: string;
    /** How many were counted in each minute of the last hour, oldest first. */
    readonly minutes: readonly HistoryPoint[];
  };
}

export interface InboxMail extends Mail {
  /** It only says that a new alarm is OK. */
  readonly isFirstOk: boolean;
}

export interface StatusSources {
  readonly config: RealmConfig;
  readonly model: TemplateModel;
  readonly clock: Clock;
  readonly fleet: WorkerFleet;
  readonly queues: QueueService;
  readonly monitor: CloudWatch;
  readonly history: AlarmHistory;
  readonly inbox: Inbox;
  readonly events: EventStream;
  readonly firstMessages: FirstMessages;
  readonly maintenance: Maintenance;
  readonly book: Pick<BudgetBook, 'budgets'>;
}

export function createRealmStatus(sources: StatusSources): () => Promise<RealmStatus> {
  const { config, model, clock, fleet, queues, monitor, history, inbox, events, firstMessages, book } =
    sources;
  const names = realmNames(config.realm, config.system);
  const facts = alarmFacts(config, model);
  const topics = topicCards(model);
  const worker = async ({ name, heartbeat }: RealmConfig['workers'][number]): Promise<WorkerStatus> => {
    const { queue, alarm } = names.worker(name);
    const { everySeconds, alarmAfterSeconds } = heartbeat;
    const minutes = beatMinutes(sources, logMetricName(config.realm, name, 'heartbeats', config.system));
    return {
      worker: name,
      queue,
      depth: await queues.depth(queue),
      instances: fleet.members().filter((member) => member.worker === name),
      heartbeat: { everySeconds, alarmAfterSeconds, alarmName: alarm('heartbeat'), minutes },
    };
  };
  return async () => ({
    realm: config.realm,
    speed: clock.speed,
    start: clock.origin,
    now: clock.now(),
    workers: await Promise.all(config.workers.map(worker)),
    alarms: monitor
      .alarms()
      .map(({ alarmName, state, reason, since, actionsSuppressedBy: suppressedBy }) => ({
        ...facts.get(alarmName)!,
        state,
        reason,
        since,
        ...(suppressedBy && { suppressedBy }),
        mutedUntil: sources.maintenance.mutedUntil(alarmName, clock.now()),
        datapoints: history.of(alarmName),
      })),
    topics,
    budgets: budgetCards(config, await book.budgets(), monitor.alarms()),
    inbox: inbox
      .mails()
      .map((mail) => ({ ...mail, isFirstOk: firstMessages.has(mail) }))
      .toReversed(),
    events: events
      .recent()
      .filter((event) => !firstMessages.has(event))
      .toReversed(),
  });
}

// --- internal ---

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The last whole minute may still get records; it is shown when it can be evaluated. */
function beatMinutes({ model, clock, monitor }: StatusSources, metricName: string): HistoryPoint[] {
  const filter = model.metricFilters.find((one) => one.metricName === metricName);
  if (!filter) return [];
  const to = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
  const from = Math.max(to - HOUR_MS, Math.ceil(clock.origin / MINUTE_MS) * MINUTE_MS);
  const sum = { namespace: filter.metricNamespace, metricName, dimensions: {}, stat: 'Sum' };
  const values = monitor.minutes(sum, from, to);
  // No record in a minute is no datum, and no heartbeat.
  return values.map((value, place) => [from + place * MINUTE_MS, value ?? 0]);
}
