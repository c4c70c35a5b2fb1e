import type { Alert, CanaryLogLine, DeliveryLogLine, DispatchedChannel } from '../../lib/contract';
import { isCanary } from './canary';
import { CHANNEL_KINDS } from './channels';
import type { AlertDispatcherConfig } from './config';
import { logGroupPage, parseArn } from './console-links';
import { type DeliverPorts, type Delivery, deliver } from './deliver';
import { DeliveryMemory } from './delivery-memory';
import { createDestinations, DestinationError, type SecretPorts } from './destinations';
import { isFirstOk } from './first-ok';
import { type Incoming, readEvent } from './incoming';
import { readAlert } from './read-alert';
import { queryFor, recentRecords, type SearchLogs } from './recent-records';

export interface AlertDispatcherPorts extends DeliverPorts, SecretPorts {
  readonly searchLogs: SearchLogs;
  readonly log: (line: DeliveryLogLine | CanaryLogLine) => void;
}

/** What the dispatcher needs of Lambda's context. */
export interface Invocation {
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** One line for each channel of each alert. */
export type DispatchReport = readonly DeliveryLogLine[];

/**
 * The alert dispatcher: tells every alert in an event to every channel of its topic. A channel that fails
 * stops no other; when any has failed for good the invocation fails, so that Lambda tries again, then puts
 * the event into the dead-letter queue. A second try sends only to the channels that have not yet taken the
 * alert, as far as this process knows (see DeliveryMemory). A canary is told to nobody; its line says whether
 * an alert would have been.
 */
export function createAlertDispatcher(config: AlertDispatcherConfig, ports: AlertDispatcherPorts) {
  const memory = new DeliveryMemory();
  const destinations = createDestinations(ports);

  return async (event: unknown, invocation: Invocation): Promise<DispatchReport> => {
    const incoming = readEvent(event, invocation.awsRequestId, ports.now());
    const report: DeliveryLogLine[] = [];
    for (const [place, message] of incoming.entries()) {
      // One that hangs must not take the time of those behind it.
      const remaining = invocation.getRemainingTimeInMillis() - RESERVE_MS;
      const share = Math.floor(remaining / (incoming.length - place));
      report.push(...(await tell(message, ports.now() + share)));
    }
    const failed = report.filter(({ delivered, skipped }) => !delivered && !skipped);
    if (failed.length > 0) throw new DeliveryError(failed, report.length);
    return report;
  };

  async function tell(message: Incoming, deadline: number): Promise<DeliveryLogLine[]> {
    const channels = channelsOf(message.topic);
    const severity = message.topic === undefined ? 'direct' : severityOf(message.topic);
    const alert = readAlert(message.content, { ...message.origin, severity });
    if (isCanary(message.content)) {
      ports.log(await receipt(alert, channels, deadline));
      return [];
    }
    if (channels.length === 0) {
      const problem = `topic ${message.topic ?? '(none)'} has no channel; known: ${Object.keys(config.channels).join(', ')}`;
      return [write('none', alert, { delivered: false, attempts: 0, problem })];
    }
    const first = isFirstOk(alert, message.content);
    const verdicts = channels.map((channel) => memory.judge(slotOf(channel), alert, ports.now(), first));
    const full = verdicts.some(({ send }) => send) ? await withRecords(alert, deadline) : alert;
    return Promise.all(
      channels.map(async (channel, place) => {
        const verdict = verdicts[place]!;
        if (!verdict.send)
          return write(channel.kind, alert, { delivered: false, attempts: 0, skipped: verdict.skipped });
        const folded = verdict.folded > 0 ? { ...full, folded: verdict.folded } : full;
        const delivery = await send(channel, folded, deadline);
        if (delivery.delivered) memory.told(slotOf(channel), alert, ports.now());
        return write(channel.kind, alert, delivery);
      }),
    );
  }

  async function send(channel: DispatchedChannel, alert: Alert, deadline: number): Promise<Delivery> {
    try {
      const destination = await destinations.of(channel);
      const delivery = await deliver(CHANNEL_KINDS[channel.kind].post(alert, destination), deadline, ports);
      if (REFUSALS.has(delivery.status ?? 0)) destinations.forget(channel);
      return delivery;
    } catch (error) {
      return { delivered: false, attempts: 0, problem: problemOf(error as Error) };
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

  async function withRecords(alert: Alert, deadline: number): Promise<Alert> {
    const query = alert.state === 'ALARM' ? queryFor(alert.alarm, config.records) : undefined;
    if (!query) return alert;
    const timeout = Math.min(RECORDS_TIMEOUT_MS, Math.max(0, Math.floor((deadline - ports.now()) / 4)));
    const records = await recentRecords(query, ports.now(), timeout, ports.searchLogs);
    const arn = parseArn(alert.key);
    const logs = arn && logGroupPage(arn, query.logGroup);
    return { ...alert, ...(records.length > 0 && { records }), ...(logs && { logs }) };
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
    channel: string,
    { severity, alarm, state, since }: Alert,
    { delivered, attempts, problem, skipped }: Delivery & Pick<DeliveryLogLine, 'skipped'>,
  ): DeliveryLogLine {
    const outcome = { delivered, attempts, ...(problem && { problem }), ...(skipped && { skipped }) };
    const line: DeliveryLogLine = { type: 'alert', channel, severity, alarm, state, since, ...outcome };
    ports.log(line);
    return line;
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

/** Kept for the log lines and the error. */
const RESERVE_MS = 1_000;

const RECORDS_TIMEOUT_MS = 3_000;

/** Answers of a service to a URL or key that is not, or no longer, good. */
const REFUSALS = new Set([400, 401, 403, 404, 410]);

/** An unforeseen error's text may hold a secret. */
function problemOf(error: Error): string {
  return error instanceof DestinationError ? error.message : `unexpected ${error.name}`;
}

function slotOf({ kind, target }: DispatchedChannel): string {
  return `${kind} ${target}`;
}
