import { type DeliveryLogLine, DISPATCHED_CHANNEL_KINDS, realmNames } from '../contract';
import type { RealmPorts } from './realm-ports';
import { followRecords } from './record-search';
import type { TopicPorts, TopicSubscription } from './topic-ports';

/** Which severity is tried, and by which channels of the realm file. */
export interface TestAlertRequest {
  readonly realm: string;
  readonly system: string;
  readonly severity: string;
  /** Of a topic that is somebody else's; absent: the realm's own. */
  readonly topicArn?: string;
  readonly channels: readonly { readonly kind: string; readonly target: string }[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What became of the alert at one channel, or at those of one kind that the dispatcher serves. */
export interface TestAlertResult {
  /** Its kind, as in the realm file. */
  readonly channel: string;
  /** Whom SNS tells; absent where the dispatcher does. */
  readonly target?: string;
  /**
   * `told`: the channel has taken it; `sent`: SNS has it to deliver, and does not say whether it arrived; `failed`:
   * not told; `silent`: nothing was heard within the wait.
   */
  readonly outcome: 'told' | 'sent' | 'failed' | 'silent';
  /** Why it was not told, or what is to be done. */
  readonly detail?: string;
}

export interface TestAlertProps {
  /** Waits until the dispatcher's log is asked again; false ends it. */
  readonly pause: () => Promise<boolean>;
}

/**
 * Sends an alert through a severity's topic, with all that a real one goes through, and finds out who was told. An OK
 * follows, so that what an ALARM opened is closed again.
 * @returns One result for each channel; where the dispatcher serves several of one kind, one for all of them.
 */
export async function sendTestAlert(
  ports: TopicPorts & Pick<RealmPorts, 'findRecords'>,
  request: TestAlertRequest,
  { pause }: TestAlertProps,
): Promise<readonly TestAlertResult[]> {
  const { realm, system, severity, channels, now } = request;
  const names = realmNames(realm, system);
  const topicArn = request.topicArn ?? (await ports.topicArn(names.alertTopic(severity)));
  const subscriptions = await ports.subscriptions(topicArn);
  const tell = (state: 'ALARM' | 'OK', at: number) =>
    ports.publish(topicArn, `${state}: "${names.testAlert}"`, testMessage(request, state, at));
  await tell('ALARM', now);
  const awaited = new Map(
    DISPATCHED_CHANNEL_KINDS.map((kind) => [kind, channels.filter((one) => one.kind === kind).length]),
  );
  const heard = await dispatched(ports, request, awaited, pause);
  await tell('OK', now + 1);
  return [
    ...(request.topicArn === undefined
      ? ownSubscriptions(channels, subscriptions)
      : subscriptions.map(bySns)),
    ...[...awaited].flatMap(([kind, count]) => (count > 0 ? [byDispatcher(kind, count, heard)] : [])),
  ];
}

// --- internal ---

/** As CloudWatch words it, so that it is read in the same way. */
function testMessage(
  { realm, system, severity }: TestAlertRequest,
  state: 'ALARM' | 'OK',
  at: number,
): string {
  return JSON.stringify({
    AlarmName: realmNames(realm, system).testAlert,
    AlarmDescription: `Test alert: this is how a ${severity} of realm ${realm} arrives\nNothing is wrong, and nothing is to be done.`,
    NewStateValue: state,
    OldStateValue: state === 'ALARM' ? 'OK' : 'ALARM',
    NewStateReason: 'Somebody ran tiltmeter test-alert.',
    StateChangeTime: new Date(at).toISOString(),
  });
}

type Lines = Readonly<Record<string, readonly DeliveryLogLine[]>>;

/** The dispatcher's lines about this alert, by kind of channel, as soon as each channel has one. */
async function dispatched(
  ports: Pick<RealmPorts, 'findRecords'>,
  { realm, system, now }: TestAlertRequest,
  awaited: ReadonlyMap<string, number>,
  pause: () => Promise<boolean>,
): Promise<Lines> {
  const heard: Record<string, DeliveryLogLine[]> = {};
  const isComplete = () => [...awaited].every(([kind, count]) => (heard[kind]?.length ?? 0) >= count);
  if (isComplete()) return heard;
  const { alertDispatcher, testAlert } = realmNames(realm, system);
  const since = new Date(now).toISOString();
  const query = {
    logGroup: `/aws/lambda/${alertDispatcher}`,
    pattern: `{ ($.type = "alert") && ($.alarm = "${testAlert}") && ($.since = "${since}") }`,
    from: now - SKEW_MS,
  };
  const goOn = async () => !isComplete() && pause();
  for await (const { message } of followRecords(ports, query, { pause: goOn })) {
    const line = JSON.parse(message) as DeliveryLogLine;
    heard[line.channel] = [...(heard[line.channel] ?? []), line];
  }
  return heard;
}

/** Clocks of AWS and of whoever asks may differ by so much. */
const SKEW_MS = 60_000;

/** The channels of the realm file that SNS tells itself, each beside its subscription. */
function ownSubscriptions(
  channels: TestAlertRequest['channels'],
  subscriptions: readonly TopicSubscription[],
): TestAlertResult[] {
  const isDispatched = (kind: string) => DISPATCHED_CHANNEL_KINDS.some((one) => one === kind);
  return channels
    .filter(({ kind }) => !isDispatched(kind))
    .map(({ kind, target }) => {
      const own = subscriptions.find(({ endpoint }) => endpoint.toLowerCase() === target.toLowerCase());
      if (own) return { ...bySns(own), channel: kind };
      return { channel: kind, target, outcome: 'failed', detail: 'has no subscription; deploy the realm' };
    });
}

function bySns({ protocol, endpoint, confirmed }: TopicSubscription): TestAlertResult {
  const told = { channel: protocol, target: endpoint };
  if (!confirmed) return { ...told, outcome: 'failed', detail: 'has not confirmed the subscription' };
  return { ...told, outcome: 'sent', detail: 'SNS does not say whether it arrived; look there' };
}

function byDispatcher(kind: string, count: number, heard: Lines): TestAlertResult {
  const lines = heard[kind] ?? [];
  const told = lines.filter(({ delivered }) => delivered).length;
  const problem = lines.findLast(({ delivered, problem }) => !delivered && problem)?.problem;
  const ofSeveral = count === 1 ? undefined : `${told} of ${count}`;
  if (told >= count) return { channel: kind, outcome: 'told', ...(ofSeveral && { detail: ofSeveral }) };
  const detail = [ofSeveral, problem].filter(Boolean).join(', ');
  return {
    channel: kind,
    outcome: lines.length > told ? 'failed' : 'silent',
    ...(detail && { detail }),
  };
}
