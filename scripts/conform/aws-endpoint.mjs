// Answers the questions of `tiltmeter conform` by asking whatever speaks AWS's protocol at AWS_ENDPOINT_URL: an emulator.
// Evaluations of alarms over time are not asked, since they would take hours of real time.
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';

if (!process.env.AWS_ENDPOINT_URL) {
  console.error(
    'aws-endpoint: set AWS_ENDPOINT_URL to the address of an emulator; it makes groups, metrics and alarms there',
  );
  process.exit(2);
}
const SETTINGS = {
  region: 'us-east-1',
  maxAttempts: 1,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};
const metrics = new cloudwatch.CloudWatchClient(SETTINGS);
const groups = new logs.CloudWatchLogsClient(SETTINGS);
const MINUTE = 60_000;
/** Some minutes ago, so that all periods are over. */
const BASE = Math.floor(Date.now() / MINUTE) * MINUTE - 30 * MINUTE;
let made = 0;
const fresh = (what) => `${what}-${randomBytes(3).toString('hex')}-${++made}`;

const ANSWERS = {
  'filter-pattern': async ({ pattern, message }) => {
    const group = await groupWith([message === '' ? '-' : message]);
    const command = new logs.FilterLogEventsCommand({ logGroupName: group, filterPattern: pattern });
    try {
      const { events = [] } = await groups.send(command);
      return events.length > 0 ? 'match' : 'no match';
    } catch (error) {
      if (error.name === 'InvalidParameterException') return 'refused';
      throw error;
    }
  },
  'filter-extraction': async ({ pattern, message }) => {
    const command = new logs.TestMetricFilterCommand({ filterPattern: pattern, logEventMessages: [message] });
    const { matches = [] } = await groups.send(command);
    return matches[0]?.extractedValues ?? null;
  },
  'metric-filter': async ({ pattern, transform, messages }) => {
    const logGroupName = await groupWith([]);
    const metric = fresh('metric');
    const { metricValue = '1', ...rest } = transform;
    try {
      await groups.send(
        new logs.PutMetricFilterCommand({
          logGroupName,
          filterName: 'f',
          filterPattern: pattern,
          metricTransformations: [{ metricNamespace: 'Corpus', metricName: metric, metricValue, ...rest }],
        }),
      );
    } catch (error) {
      if (error.name === 'InvalidParameterException') return 'refused';
      throw error;
    }
    await putEvents(logGroupName, messages);
    const { Datapoints = [] } = await metrics.send(
      new cloudwatch.GetMetricStatisticsCommand({
        Namespace: 'Corpus',
        MetricName: metric,
        StartTime: new Date(BASE - 60 * MINUTE),
        EndTime: new Date(Date.now() + MINUTE),
        Period: 60,
        Statistics: ['Sum', 'SampleCount'],
      }),
    );
    // One message publishes one value at most, so that the sum of a sample is the value.
    return Datapoints.map(({ Sum }) => Sum);
  },
  'metric-math': math,
  'metric-math-guide': math,
  statistic: async ({ samples, statistic }) => {
    const MetricName = fresh('metric');
    const [Values, Counts] = [samples.map(([value]) => value), samples.map(([, count]) => count)];
    await put([{ MetricName, Timestamp: new Date(BASE), Values, Counts }]);
    return valueOfMinute(MetricName, statistic);
  },
  'mixed-units': async ({ data }) => {
    const MetricName = fresh('metric');
    await put(data.map(([Value, Unit]) => ({ MetricName, Timestamp: new Date(BASE), Value, Unit })));
    return valueOfMinute(MetricName, 'Sum');
  },
  'composite-rule': async ({ rule, states }) => {
    for (const [AlarmName, StateValue] of Object.entries(states)) {
      await metrics.send(
        new cloudwatch.PutMetricAlarmCommand({
          AlarmName,
          Namespace: 'Corpus',
          MetricName: 'Nothing',
          Statistic: 'Sum',
          Period: 3600,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'ignore',
        }),
      );
      await metrics.send(
        new cloudwatch.SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'corpus' }),
      );
    }
    const AlarmName = fresh('composite');
    await metrics.send(new cloudwatch.PutCompositeAlarmCommand({ AlarmName, AlarmRule: rule }));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const { CompositeAlarms = [] } = await metrics.send(
      new cloudwatch.DescribeAlarmsCommand({ AlarmNames: [AlarmName], AlarmTypes: ['CompositeAlarm'] }),
    );
    return CompositeAlarms[0]?.StateValue ?? null;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, kind, input } = JSON.parse(line);
  console.log(JSON.stringify({ id, ...(await answer(kind, input)) }));
}

async function answer(kind, input) {
  const ask = ANSWERS[kind];
  if (!ask) return { unsupported: true };
  try {
    return { output: await ask(input) };
  } catch (error) {
    const status = error.$response?.statusCode ?? error.$metadata?.httpStatusCode;
    // Emulators say in different ways that there is no such action.
    const lacks =
      status === 501 ||
      status === 404 ||
      /NotImplemented|Unknown ?(Operation|action)|InvalidAction/i.test(`${error.name} ${error.message}`);
    return lacks
      ? { unsupported: true }
      : { error: `${status} ${error.name}: ${error.message}`.slice(0, 200) };
  }
}

async function groupWith(messages) {
  const logGroupName = fresh('group');
  await groups.send(new logs.CreateLogGroupCommand({ logGroupName }));
  await groups.send(new logs.CreateLogStreamCommand({ logGroupName, logStreamName: 's' }));
  await putEvents(logGroupName, messages);
  return logGroupName;
}

async function putEvents(logGroupName, messages) {
  if (messages.length === 0) return;
  const logEvents = messages.map((message) => ({ timestamp: BASE, message }));
  await groups.send(new logs.PutLogEventsCommand({ logGroupName, logStreamName: 's', logEvents }));
}

function put(MetricData) {
  return metrics.send(new cloudwatch.PutMetricDataCommand({ Namespace: 'Corpus', MetricData }));
}

async function valueOfMinute(MetricName, Stat) {
  const MetricStat = { Metric: { Namespace: 'Corpus', MetricName }, Period: 60, Stat };
  return (await series([{ Id: 'm', MetricStat }], 'm', 1))[0];
}

async function math({ expression, series: given, period }) {
  const names = Object.keys(given);
  const unique = Object.fromEntries(names.map((name) => [name, fresh('metric')]));
  const data = names.flatMap((name) =>
    given[name].flatMap((Value, index) =>
      Value === null
        ? []
        : [{ MetricName: unique[name], Timestamp: new Date(BASE + index * period * 1000), Value }],
    ),
  );
  if (data.length > 0) await put(data);
  const queries = [
    { Id: 'expression_', Expression: expression, ReturnData: true },
    ...names.map((name) => ({
      Id: name,
      MetricStat: { Metric: { Namespace: 'Corpus', MetricName: unique[name] }, Period: period, Stat: 'Sum' },
      ReturnData: false,
    })),
  ];
  return series(queries, 'expression_', Math.max(...names.map((name) => given[name].length)), period);
}

/** The slots from BASE on, null where there is nothing. */
async function series(MetricDataQueries, id, length, period = 60) {
  const { MetricDataResults = [] } = await metrics.send(
    new cloudwatch.GetMetricDataCommand({
      MetricDataQueries,
      StartTime: new Date(BASE),
      EndTime: new Date(BASE + length * period * 1000),
    }),
  );
  const { Timestamps = [], Values = [] } = MetricDataResults.find(({ Id }) => Id === id) ?? {};
  const slots = new Map(
    Timestamps.map((at, index) => [Math.floor((at.getTime() - BASE) / period / 1000), Values[index]]),
  );
  return Array.from({ length }, (_, index) => slots.get(index) ?? null);
}
