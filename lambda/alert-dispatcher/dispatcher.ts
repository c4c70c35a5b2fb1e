import type { Alert, CanaryLogLine, DeliveryLogLine, DispatchedChannel } from '../../lib/contract';
import type { SearchLogs } from '../shared/search-logs';
import type { BudgetOf, ToldBudget } from './budget';
import { isCanary } from './canary';
import { CHANNEL_KINDS } from './channels';
import type { AlertDispatcherConfig } from './config';
import { logGroupPage, parseArn } from './console-links';
import { type DeliverPorts, type Delivery, deliver } from './deliver';
import { DeliveryMemory } from './delivery-memory';
import { createDestinations, DestinationError, type SecretPorts } from './destinations';
import { isFirstOk } from './first-ok';
import { foldAlerts, isFolded } from './fold';
import { type Incoming, readEvent } from './incoming';
import { createLanes } from './lane';
import { readAlert } from './read-alert';
import { failedTraces, queryFor, recentRecords, recordLine, unsearched } from './recent-records';
import { type Failed, type HoldPort, settle } from './settle';

/** ms that the records which belong to an alarm may take, and what CloudWatch says of its budget. */
export const RECORDS_LIMIT_MS = 3_000;
export const BUDGET_LIMIT_MS = 3_000;

export interface AlertDispatcherPorts extends DeliverPorts, SecretPorts {
  readonly searchLogs: SearchLogs;
  /** Absent: nothing is said of budgets. */
  readonly budgetOf?: BudgetOf;
  /** Absent: a message that cannot be told fails the invocation. */
  readonly hold?: HoldPort;
  readonly log: (line: DeliveryLogLine | CanaryLogLine) => void;
}

/** What the dispatcher needs of Lambda's context. */
export interface Invocation {
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** One line for each channel of each alert. */
export type DispatchReport = readonly DeliveryLogLine[];

/** What an event source mapping is told: messages that the queue is to deliver again. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * The alert dispatcher: tells every alert in an event to every channel of its topic. Channels do not wait for each
 * other; a channel's alerts are told in the order of their times, at the pace that it takes, and where people read
 * them many that come together become one message that names them all.
 *
 * What a channel does not take while there is time goes back to the queue, for that channel alone, and comes again
 * after a while (see settle). Without a queue the invocation fails, so that Lambda tries again, then puts the event
 * into the dead-letter queue; a second try sends only to the channels that have not yet taken the alert, as far as
 * this process knows (see DeliveryMemory). A canary is told to nobody; its line says whether an alert would have been.
 */
export function createAlertDispatcher(config: AlertDispatcherConfig, ports: AlertDispatcherPorts) {
  const memory = new DeliveryMemory();
  const destinations = createDestinations(ports);
  const laneOf = createLanes();

  return async (event: unknown, invocation: Invocation): Promise<DispatchReport | BatchAnswer> => {
    const began = ports.now();
    const incoming = readEvent(event, invocation.awsRequestId, began);
    const ofQueue = incoming.some(({ sqsMessageId }) => sqsMessageId !== undefined);
    // Behind a queue there are others to be told, perhaps by a channel that is not slow.
    const budget = Math.min(
      invocation.getRemainingTimeInMillis() - RESERVE_MS,
      ofQueue ? HOLD_MS : Number.POSITIVE_INFINITY,
    );
    const deadline = began + budget;
    const messages = incoming
      .map(read)
      .sort((a, b) => (a.alert.since < b.alert.since ? -1 : a.alert.since > b.alert.since ? 1 : 0));
    const canaries = messages.filter(({ canary }) => canary);
    const alerts = messages.filter(({ canary }) => !canary);
    await Promise.all([
      ...canaries.map(async (one) => ports.log(await receipt(one.alert, one.channels, deadline))),
      ...byChannel(alerts).map(([channel, told]) => tell(channel, told, deadline)),
    ]);
    for (const message of alerts) if (message.channels.length === 0) nobody(message);
    const report = incoming.flatMap((one) => messages.find(({ incoming }) => incoming === one)!.lines);
    if (!ofQueue && !ports.hold) {
      const failed = report.filter(({ delivered, skipped }) => !delivered && !skipped);
      if (failed.length > 0) throw new DeliveryError(failed, report.length);
      return report;
    }
    const lost = await settle(alerts, ports);
    if (ofQueue)
      return { batchItemFailures: lost.map(({ incoming }) => ({ itemIdentifier: incoming.sqsMessageId! })) };
    const unheld = lost.flatMap(({ lines }) =>
      lines.filter(({ delivered, skipped }) => !delivered && !skipped),
    );
    if (unheld.length > 0) throw new DeliveryError(unheld, report.length);
    return report;
  };

  function read(incoming: Incoming): Message {
    const { topic, content, origin, past } = incoming;
    const severity = topic === undefined ? 'direct' : severityOf(topic);
    const channels = channelsOf(topic).filter((one) => past.channels?.includes(slotOf(one)) ?? true);
    const alert = readAlert(content, { ...origin, severity });
    return { incoming, alert, channels, canary: isCanary(content), lines: [], failed: [] };
  }

  /** Tells one channel everything that is for it. */
  async function tell(
    channel: DispatchedChannel,
    messages: readonly Message[],
    deadline: number,
  ): Promise<void> {
    const slot = slotOf(channel);
    const taken = new Set<string>();
    const toTell = new Map<string, { alert: Alert; message: Message }>();
    for (const message of messages) {
      const { alert, incoming } = message;
      const verdict = taken.has(alert.id)
        ? ({ send: false, skipped: 'duplicate' } as const)
        : memory.judge(slot, alert, ports.now(), isFirstOk(alert, incoming.content));
      if (!verdict.send) {
        write(channel, message, { delivered: false, attempts: 0, skipped: verdict.skipped });
        continue;
      }
      taken.add(alert.id);
      toTell.set(alert.id, {
        alert: verdict.folded > 0 ? { ...alert, folded: verdict.folded } : alert,
        message,
      });
    }
    const alerts = [...toTell.values()].map(({ alert }) => alert);
    const { folds } = CHANNEL_KINDS[channel.kind];
    const briefs = folds && isFolded(alerts) ? await briefsOf([...toTell.values()], deadline) : undefined;
    const groups = folds ? foldAlerts(alerts, briefs) : alerts.map((alert) => ({ told: alert, of: [alert] }));
    for (const { told, of } of groups) {
      const single = of.length === 1 && groups.length <= MOST_WITH_RECORDS;
      const full = single ? await withRecords(toTell.get(of[0]!.id)!.message, told, deadline) : told;
      const delivery = await send(channel, full, deadline);
      for (const { id } of of) {
        const { alert, message } = toTell.get(id)!;
        if (delivery.delivered) memory.told(slot, alert, ports.now());
        else message.failed.push({ slot, delivery });
        write(channel, message, delivery, of.length);
      }
    }
  }

  function nobody(message: Message): void {
    const known = Object.keys(config.channels).join(', ');
    const problem = `topic ${message.incoming.topic ?? '(none)'} has no channel; known: ${known}`;
    const delivery = { delivered: false, attempts: 0, problem };
    message.failed.push({ delivery });
    write('none', message, delivery);
  }

  async function send(channel: DispatchedChannel, alert: Alert, deadline: number): Promise<Delivery> {
    try {
      const destination = await destinations.of(channel);
      const request = CHANNEL_KINDS[channel.kind].post(alert, destination);
      const delivery = await deliver(request, laneOf(slotOf(channel)), deadline, ports);
      if (REFUSALS.has(delivery.status ?? 0)) destinations.forget(channel);
      return delivery;
    } catch (error) {
      const again = error instanceof DestinationError && error.retry;
      return {
        delivered: false,
        attempts: 0,
        problem: problemOf(error as Error),
        ...(again && { againMs: SECRET_PAUSE_MS }),
      };
    }
  }

  /** Goes as far as an alert goes without a channel being bothered: its secret is read. */
  async function receipt(
    alert: Alert,
    channels: readonly DispatchedChannel[],
    deadline: number,
  ): Promise<CanaryLogLine> {
    const { severity, since } = alert;
    const troubles = await Promise.all(
      channels.map(({ kind, ...channel }) =>
        destinations.of({ kind, ...channel }).then(
          () => undefined,
          (error: Error) => `${kind}: ${problemOf(error)}`,
        ),
      ),
    );
    const found = troubles.filter((trouble) => trouble !== undefined);
    if (channels.length === 0) found.push('the topic has no channel');
    const ready = found.length === 0;
    if (ready && config.deadMan) {
      const { delivered, problem } = await send(config.deadMan, alert, deadline);
      if (!delivered) found.push(`dead man: ${problem}`);
    }
    return { type: 'canary', severity, since, ready, ...(found.length > 0 && { problem: found.join('; ') }) };
  }

  /** The alert with its records and its budget, which are looked up once for all channels. */
  async function withRecords(message: Message, told: Alert, deadline: number): Promise<Alert> {
    message.records ??= recordsOf(message.alert, deadline);
    message.budget ??= budgetOf(message.alert, deadline);
    const budget = (await message.budget)?.text;
    return { ...told, ...(await message.records), ...(budget !== undefined && { budget }) };
  }

  async function budgetOf({ alarm, state }: Alert, deadline: number): Promise<ToldBudget | undefined> {
    if (!ports.budgetOf || state === 'MESSAGE') return undefined;
    const timeout = Math.min(BUDGET_LIMIT_MS, Math.max(0, Math.floor((deadline - ports.now()) / 4)));
    return ports.budgetOf(alarm, ports.now(), timeout);
  }

  /** How the budgets stand of alerts that are told together, by the ids of the alerts; each alarm is asked for once. */
  async function briefsOf(
    told: readonly { readonly alert: Alert; readonly message: Message }[],
    deadline: number,
  ): Promise<ReadonlyMap<string, string>> {
    const alarms = new Map<string, Message['budget']>();
    for (const { alert, message } of told) {
      if (!alarms.has(alert.alarm) && alarms.size >= MOST_BUDGETS) continue;
      message.budget ??= alarms.get(alert.alarm) ?? budgetOf(alert, deadline);
      alarms.set(alert.alarm, message.budget);
    }
    const briefs = await Promise.all(
      told.map(async ({ alert }) => [alert.id, (await alarms.get(alert.alarm))?.brief] as const),
    );
    return new Map(briefs.flatMap(([id, brief]) => (brief === undefined ? [] : [[id, brief]])));
  }

  async function recordsOf(
    alert: Alert,
    deadline: number,
  ): Promise<Pick<Alert, 'records' | 'logs' | 'traces'>> {
    const query = alert.state === 'ALARM' ? queryFor(alert.alarm, config.records) : undefined;
    if (!query) return {};
    const timeout = Math.min(RECORDS_LIMIT_MS, Math.max(0, Math.floor((deadline - ports.now()) / 4)));
    const messages = await recentRecords(query, ports.now(), timeout, ports.searchLogs);
    const records = [...messages.map(recordLine), unsearched(query.pattern) ?? []].flat();
    const traces = config.traces === undefined ? [] : failedTraces(messages, config.traces);
    const arn = parseArn(alert.key);
    const logs = arn && logGroupPage(arn, query.logGroup);
    return {
      ...(records.length > 0 && { records }),
      ...(traces.length > 0 && { traces }),
      ...(logs && { logs }),
    };
  }

  /** What came past all topics goes to every channel. */
  function channelsOf(topic: string | undefined): readonly DispatchedChannel[] {
    if (topic !== undefined) return Object.hasOwn(config.channels, topic) ? config.channels[topic]! : [];
    const all = Object.values(config.channels).flat();
    return [...new Map(all.map((channel) => [slotOf(channel), channel])).values()];
  }

  function severityOf(topic: string): string {
    return topic.startsWith(config.topicPrefix) ? topic.slice(config.topicPrefix.length) : topic;
  }

  function write(
    channel: DispatchedChannel | 'none',
    { alert: { severity, alarm, state, since }, incoming, channels, lines }: Message,
    { delivered, attempts, problem, skipped }: Delivery & Pick<DeliveryLogLine, 'skipped'>,
    together = 1,
  ): void {
    const late = !delivered && !skipped && ports.now() - incoming.past.firstAt > LATE_MS;
    const line: DeliveryLogLine = {
      type: 'alert',
      channel: channel === 'none' ? channel : channel.kind,
      severity,
      alarm,
      state,
      since,
      delivered,
      attempts,
      ...(problem && { problem }),
      ...(skipped && { skipped }),
      ...(together > 1 && { together }),
      ...(late && { late }),
    };
    ports.log(line);
    // In the order of the channels, whichever is told first.
    lines[channel === 'none' ? 0 : channels.indexOf(channel)] = line;
  }
}

/** Some channels have not taken an alert. Names channels and statuses; never a URL or a key. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';

  constructor(failed: readonly DeliveryLogLine[], total: number) {
    const texts = failed.map(
      ({ channel, alarm, state, problem, attempts }) =>
        `${channel} for ${alarm} ${state}: ${problem} (${attempts} ${attempts === 1 ? 'attempt' : 'attempts'})`,
    );
    super(`${failed.length} of ${total} deliveries failed: ${texts.join('; ')}`);
  }
}

// --- internal ---

/** A message on its way through an invocation. */
interface Message {
  readonly incoming: Incoming;
  readonly alert: Alert;
  readonly channels: readonly DispatchedChannel[];
  readonly canary: boolean;
  readonly lines: DeliveryLogLine[];
  readonly failed: Failed[];
  records?: Promise<Pick<Alert, 'records' | 'logs'>>;
  budget?: Promise<ToldBudget | undefined>;
}

/** Alarms of one message whose budgets are asked for, so that a storm of alarms is not one of questions. */
const MOST_BUDGETS = 50;
/** Kept for the log lines, the way back to the queue and the error. */
const RESERVE_MS = 1_000;
/** So long one batch of a queue may wait for slow channels. */
const HOLD_MS = 20_000;
/** A channel that has not taken an alert for so long is worth an alarm. */
const LATE_MS = 5 * 60_000;

/** FilterLogEvents takes five calls a second (CloudWatch Logs quotas); in a storm records are what is left out. */
const MOST_WITH_RECORDS = 5;
/** Before a secret whose store gave no answer is read again. */
const SECRET_PAUSE_MS = 10_000;

/** Answers of a service to a URL or key that is not, or no longer, good. */
const REFUSALS = new Set([400, 401, 403, 404, 410]);

/** An unforeseen error's text may hold a secret. */
function problemOf(error: Error): string {
  return error instanceof DestinationError ? error.message : `unexpected ${error.name}`;
}

function slotOf({ kind, target }: DispatchedChannel): string {
  return `${kind} ${target}`;
}

function byChannel(messages: readonly Message[]): [DispatchedChannel, Message[]][] {
  const found = new Map<string, [DispatchedChannel, Message[]]>();
  for (const message of messages) {
    for (const channel of message.channels) {
      const of = found.get(slotOf(channel)) ?? [channel, []];
      of[1].push(message);
      found.set(slotOf(channel), of);
    }
  }
  return [...found.values()];
}
