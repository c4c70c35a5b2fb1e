import { OperateError } from './operate-error';
import type { AwsItem, DeployedAlarms, SnapshotPorts, Subscribed } from './snapshot-ports';

/** One file of a snapshot, an answer of AWS or a list of such; without content when AWS refused it or has none. */
export interface SnapshotFile {
  readonly name: string;
  readonly content?: unknown;
}

export interface Snapshot {
  readonly region: string;
  /** The same names in every snapshot. */
  readonly files: readonly SnapshotFile[];
  /** What AWS refused, each a sentence. */
  readonly notes: readonly string[];
  /** How many there are of what, for people. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Alarms, mute rules, dashboards, metric filters, log groups and subscriptions of a Region; the subscription filters of
 * the groups that metric filters read; of topics those that alarms notify, with
 * the attributes of their subscriptions; of queues those that alarms watch or that such a topic delivers to, and their
 * dead-letter queues. Without the alarms there is nothing; another call that is refused is a note.
 *
 * @throws {OperateError} when the alarms cannot be had
 */
export async function takeSnapshot(ports: SnapshotPorts): Promise<Snapshot> {
  const notes: string[] = [];
  const had = <T>(ask: () => Promise<T>) => tolerant(notes, ask);
  const region = await ports.region();
  const alarms = await ports.alarms();
  const muteRuleNames = await had(() => ports.muteRuleNames());
  const muteRules = muteRuleNames && (await each(muteRuleNames, (name) => had(() => ports.muteRule(name))));
  const metricFilters = await had(() => ports.metricFilters());
  const logGroups = await had(() => ports.logGroups());
  const read = (metricFilters ?? []).map(({ logGroupName }) => String(logGroupName));
  const subscriptionFilters = (
    await each(read, (group) => had(() => ports.subscriptionFilters(group)))
  ).flat();
  const dashboardNames = await had(() => ports.dashboardNames());
  const dashboards =
    dashboardNames && (await each(dashboardNames, (name) => had(() => ports.dashboard(name))));
  const subscriptions = await had(() => ports.subscriptions());
  const topics = topicsOf(alarms);
  const topicAttributes = await each(topics, (arn) => had(() => ports.topicAttributes(arn)));
  const heard = (subscriptions ?? []).filter(({ TopicArn = '' }) => topics.includes(TopicArn));
  const confirmed = heard.flatMap(({ SubscriptionArn = '' }) =>
    SubscriptionArn.startsWith('arn:') ? [SubscriptionArn] : [],
  );
  const subscriptionAttributes = await each(confirmed, (arn) => had(() => ports.subscriptionAttributes(arn)));
  const queues = await allQueues([...watchedQueues(alarms), ...queuesHearing(heard, region)], (name) =>
    had(() => ports.queueAttributes(name)),
  );
  const answer = (member: string, items: unknown) => (items ? { content: { [member]: items } } : {});
  const list = (answers: readonly unknown[] = []) => (answers.length > 0 ? { content: answers } : {});
  return {
    region,
    notes,
    files: [
      { name: 'describe-alarms.json', content: alarms },
      { name: 'alarm-mute-rules.json', ...list(muteRules) },
      { name: 'describe-metric-filters.json', ...answer('metricFilters', metricFilters) },
      { name: 'describe-log-groups.json', ...answer('logGroups', logGroups) },
      {
        name: 'describe-subscription-filters.json',
        ...answer('subscriptionFilters', subscriptionFilters.length > 0 ? subscriptionFilters : undefined),
      },
      { name: 'dashboards.json', ...list(dashboards) },
      { name: 'list-subscriptions.json', ...answer('Subscriptions', subscriptions) },
      { name: 'topic-attributes.json', ...list(topicAttributes) },
      { name: 'subscription-attributes.json', ...list(subscriptionAttributes) },
      { name: 'queue-attributes.json', ...list(queues) },
    ],
    counts: {
      alarm: Object.values(alarms).reduce((sum, { length }) => sum + length, 0),
      'mute rule': muteRules?.length ?? 0,
      'metric filter': metricFilters?.length ?? 0,
      'log group': logGroups?.length ?? 0,
      'subscription filter': subscriptionFilters.length,
      dashboard: dashboards?.length ?? 0,
      topic: topicAttributes.length,
      subscription: heard.length,
      queue: queues.length,
    },
  };
}

// --- internal ---

async function tolerant<T>(notes: string[], ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof OperateError)) throw error;
    notes.push(error.message);
    return undefined;
  }
}

/** One after another, as what is asked is limited by the second. */
async function each<T, R>(items: readonly T[], ask: (item: T) => Promise<R | undefined>): Promise<R[]> {
  const answers: R[] = [];
  for (const item of new Set(items)) {
    const answer = await ask(item);
    if (answer !== undefined) answers.push(answer);
  }
  return answers;
}

function topicsOf({ MetricAlarms, CompositeAlarms, LogAlarms }: DeployedAlarms): string[] {
  const all = [...MetricAlarms, ...CompositeAlarms, ...LogAlarms];
  const actions = all.flatMap(({ AlarmActions = [], OKActions = [], InsufficientDataActions = [] }) => [
    ...AlarmActions,
    ...OKActions,
    ...InsufficientDataActions,
  ]);
  return [...new Set(actions.filter((action) => action.split(':')[2] === 'sns'))];
}

function watchedQueues({ MetricAlarms }: DeployedAlarms): string[] {
  return MetricAlarms.flatMap(({ Namespace, Dimensions, Metrics = [] }) => [
    { Namespace, Dimensions },
    ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []),
  ])
    .filter(({ Namespace }) => Namespace === 'AWS/SQS')
    .flatMap(({ Dimensions = [] }) => Dimensions)
    .flatMap(({ Name, Value = '' }) => (Name === 'QueueName' ? [Value] : []));
}

function queuesHearing(subscriptions: readonly Subscribed[], region: string): string[] {
  return subscriptions
    .filter(({ Protocol }) => Protocol === 'sqs')
    .map(({ Endpoint = '' }) => Endpoint.split(':'))
    .flatMap((parts) => (parts[3] === region ? [parts[5] ?? ''] : []));
}

/** The queues, and those that their dead letters go to. */
async function allQueues(
  names: readonly string[],
  ask: (name: string) => Promise<AwsItem | undefined>,
): Promise<AwsItem[]> {
  const answers = await each(names, ask);
  const dead = answers
    .map(deadLetterQueue)
    .filter((name) => name !== undefined && !names.includes(name)) as string[];
  return [...answers, ...(await each(dead, ask))];
}

function deadLetterQueue({ Attributes }: AwsItem): string | undefined {
  const { RedrivePolicy } = (Attributes ?? {}) as Record<string, string | undefined>;
  const [, name] = /"deadLetterTargetArn"\s*:\s*"(?:[^":]*:){5}([^":]+)"/.exec(RedrivePolicy ?? '') ?? [];
  return name;
}
