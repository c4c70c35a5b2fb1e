import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEPTH, smallTemplate } from '../../rehearsal/small-template';
import { activation } from '../../user-events/event';

const template = JSON.parse(JSON.stringify(smallTemplate()).replaceAll('errors', 'orders-errors'));
const START = Date.parse('2026-06-04T08:00:00Z');
const minutes = (count: number) => Array.from({ length: count }, (_, minute) => START + minute * 60_000);
const iso = (at: number) => new Date(at).toISOString();

/** GetMetricData's answer for the depth of a queue that is full in two nights. */
export function depthData(label: string, count: number) {
  const isOut = (at: string) =>
    (at >= '2026-06-04T10:00' && at < '2026-06-04T10:45') ||
    (at >= '2026-06-19T02:10' && at < '2026-06-19T04:00');
  const times = minutes(count).map(iso);
  return {
    MetricDataResults: [
      {
        Id: 'm',
        Label: label,
        Timestamps: times,
        Values: times.map((at) => (isOut(at) ? 900 : 10)),
        StatusCode: 'Complete',
      },
    ],
  };
}

const record = (at: number, level: string, message: string) => ({
  timestamp: at,
  message: JSON.stringify({
    ...{ event_source: 'lava-worker', event_type: 'job', realm: 'dev', worker: 'core' },
    ...{ job_id: 'cmd/nightly-load', run_id: iso(at), level, message, latency: 12 },
  }),
});
const records = minutes(120).flatMap((at) => [
  record(at, 'INFO', 'Starting'),
  record(at + 500, 'INFO', 'Complete'),
]);
const lines = (values: readonly object[]) => `${values.map((value) => JSON.stringify(value)).join('\n')}\n`;

const stateUpdate = (at: string, from: string, to: string) => ({
  ...{ AlarmName: 'depth', AlarmType: 'MetricAlarm', Timestamp: at, HistoryItemType: 'StateUpdate' },
  HistorySummary: `Alarm updated from ${from} to ${to}`,
  HistoryData: JSON.stringify({
    version: '1.0',
    oldState: { stateValue: from },
    newState: { stateValue: to, stateReason: 'r' },
  }),
});

/** What the pages take for granted of a folder, under the names that they use. */
export const DOCS_FILES: Readonly<Record<string, string | object>> = {
  'template.json': template,
  'stack.json': template,
  'old.template.json': template,
  'new.template.json': JSON.parse(JSON.stringify(template).replace('"Threshold":100', '"Threshold":200')),
  'plan.json': {
    format_version: '1.2',
    planned_values: { root_module: { resources: [] } },
  },
  'deployed.json': template,
  'new.json': template,
  'stack.yaml': JSON.stringify(template, undefined, 2),
  'lava-worker.json': readFileSync(join(__dirname, '../../lava/worker-template.json'), 'utf8'),
  'lava-realm.json': template,
  'depth.csv': `time,lava-prod-core-queue-depth\n${minutes(90)
    .map((at) => `${iso(at)},10`)
    .join('\n')}\n`,
  'month.json': depthData('lava-prod-core-queue-depth', 15 * 1440),
  'last-month.json': depthData('lava-prod-core-queue-depth', 5000),
  'metrics.json': depthData('depth', 200),
  FILE: depthData('lava-dev-core-queue-depth', 200),
  'events.json': { events: records },
  'records.json': { events: records },
  'records.jsonl': lines(records),
  'records.ndjson': lines([...records.map(({ message }) => JSON.parse(message)), { level: 'ERROR' }]),
  'recorded.ndjson': `${activation()}\n`,
  'events.jsonl': `${activation()}\n`,
  worker: '#!/bin/sh\nexit 0\n',
  'worker.py': 'print("done")\n',
  'evaluator.py':
    'import sys, json\nfor line in sys.stdin:\n  print(json.dumps({"id": json.loads(line)["id"], "unsupported": True}), flush=True)\n',
  'alarms.json': { MetricAlarms: [{ ...DEPTH, AlarmActions: [], OKActions: [] }], CompositeAlarms: [] },
  'history.json': {
    AlarmHistoryItems: [
      stateUpdate('2026-06-04T10:04:49Z', 'OK', 'ALARM'),
      stateUpdate('2026-06-04T10:47:49Z', 'ALARM', 'OK'),
    ],
  },
  'states.json': {
    AlarmHistoryItems: [
      stateUpdate('2026-06-04T10:04:49Z', 'OK', 'ALARM'),
      stateUpdate('2026-06-04T10:47:49Z', 'ALARM', 'OK'),
    ],
  },
  'changes.json': { AlarmHistoryItems: [] },
  'queries.json': {
    MetricDataQueries: [
      {
        Id: 'm',
        MetricStat: {
          Metric: {
            Namespace: 'AWS/SQS',
            MetricName: 'ApproximateNumberOfMessagesVisible',
            Dimensions: [{ Name: 'QueueName', Value: 'jobs' }],
          },
          Period: 60,
          Stat: 'Maximum',
        },
      },
    ],
  },
  'data.json': depthData('depth', 200),
};
