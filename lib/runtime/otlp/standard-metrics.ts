import { METRICS } from '../../contract/metrics';
import { quote } from '../logger/json-value';
import type { Series } from '../metrics/series';
import { keyValues } from './any-value';
import type { Temporality } from './otlp-settings';

/** A metric of ours under the name that the semantic conventions have for it. */
export interface StandardMetric {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  /** Of the data point, beside its labels. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What the messages of a worker come from, by the semantic conventions: e.g. `aws_sqs` and the queue's name. */
export interface Messaging {
  readonly system: string;
  readonly destination?: string;
}

/** The standard name of a series; none without a known messaging system, which those metrics must name. */
export function standardOf(series: Series, messaging: Messaging | undefined): StandardMetric | undefined {
  if (messaging === undefined || series.kind !== 'histogram' || series.metric.name !== METRICS.RunTime.name)
    return undefined;
  return {
    name: 'messaging.process.duration',
    unit: 's',
    description: 'Duration of processing operation.',
    attributes: {
      'messaging.system': messaging.system,
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      ...(messaging.destination !== undefined && { 'messaging.destination.name': messaging.destination }),
    },
  };
}

/** The process's own metrics by the semantic conventions, as they stand in a request. */
export function processMetrics(temporality: Temporality, startedAt: number) {
  const started = `"startTimeUnixNano":"${startedAt}000000"`;
  let last = { user: 0, system: 0, at: startedAt };

  function cpuTime(now: number): string {
    const { user, system } = process.cpuUsage();
    const isDelta = temporality === 'delta';
    const points = Object.entries({ user: user - last.user, system: system - last.system }).map(
      ([mode, spent]) => {
        const total = isDelta ? spent : spent + last[mode as 'user' | 'system'];
        const start = isDelta ? `"startTimeUnixNano":"${Math.min(last.at, now)}000000"` : started;
        return `{"attributes":[${keyValues({ 'cpu.mode': mode })}],${start},"timeUnixNano":"${now}000000","asDouble":${total / 1e6}}`;
      },
    );
    last = { user, system, at: now };
    return `{"name":"process.cpu.time","description":${quote('Total CPU seconds broken down by different states.')},"unit":"s","sum":{"aggregationTemporality":${isDelta ? 1 : 2},"isMonotonic":true,"dataPoints":[${points.join(',')}]}}`;
  }

  return (now: number) => [
    {
      // a sum that goes up and down is cumulative whatever is preferred
      text: `{"name":"process.memory.usage","description":"The amount of physical memory in use.","unit":"By","sum":{"aggregationTemporality":2,"isMonotonic":false,"dataPoints":[{"attributes":[],${started},"timeUnixNano":"${now}000000","asInt":"${process.memoryUsage.rss()}"}]}}`,
      points: 1,
    },
    { text: cpuTime(now), points: 2 },
    {
      text: `{"name":"process.uptime","description":"The time the process has been running.","unit":"s","gauge":{"dataPoints":[{"attributes":[],"timeUnixNano":"${now}000000","asDouble":${process.uptime()}}]}}`,
      points: 1,
    },
  ];
}
