import { createEventMeter, familyList } from '../event-meter';
import type { Families } from '../families';
import type { OpenReader } from '../kafka/event-reader';
import { MetricRegistry, type OwnMetric } from '../metric-registry';
import type { Output } from '../output/output';
import { REJECT_REASONS, type RejectReason } from '../read-event';
import type { SeriesMapProps } from '../series-map';
import { backOff } from './back-off';
import { type CommitWhen, type EventConsumer, startEventConsumer } from './event-consumer';
import { startExporter } from './exporter';

export interface EventServiceProps extends SeriesMapProps {
  readonly open: OpenReader;
  /** The same that the outputs were made with. */
  readonly families: Families;
  readonly ignoredNamespaces?: readonly string[];
  /** Where counts are pushed to. @default nowhere */
  readonly outputs?: readonly Output[];
  readonly host: string;
  readonly port: number;
  /** @default none but addresses and names without a dot */
  readonly allowHosts?: readonly string[];
  /** ms between two flushes of the outputs. @default 10 s */
  readonly flushEvery?: number;
  readonly maxRestarts?: number;
  readonly commitWhen?: CommitWhen;
  /** ms to wait after so many failures in a row. @default OpenWhisk's */
  readonly backOff?: (failures: number) => number;
  readonly warn: (text: string) => void;
}

export interface EventService {
  readonly url: string;
  /** Rejects when the consumer gives up; resolves after close. */
  readonly done: Promise<void>;
  readonly close: () => Promise<void>;
}

/** The whole consumer service: Kafka in; Prometheus, and whatever else was asked for, out. */
export async function startEventService(props: EventServiceProps): Promise<EventService> {
  const { families, outputs = [], ignoredNamespaces } = props;
  const registry = new MetricRegistry(familyList(families), props);
  const meter = createEventMeter({ families, ignoredNamespaces, registry, outputs });
  const warned = new Set<RejectReason>();
  let consumer!: EventConsumer;

  /** So that its producer can be found; all that follow are in the metrics. */
  function warnOfFirst(reason: RejectReason | undefined, partition: number, offset: bigint): void {
    if (reason === undefined || warned.has(reason)) return;
    warned.add(reason);
    props.warn(
      `rejected the event at partition ${partition}, offset ${offset} as ${reason}: ${REJECT_REASONS[reason]}; others like it are only counted`,
    );
  }

  const exporter = await startExporter({
    host: props.host,
    port: props.port,
    allowHosts: props.allowHosts ?? [],
    metrics: () => registry.render(ownMetrics(registry, outputs, consumer, families.of.lag!)),
    beginScrape: () => consumer.beginScrape(),
    isRunning: () => consumer.isRunning(),
    state: () => consumer.state(),
  });
  consumer = startEventConsumer({
    open: props.open,
    count: (value, partition, offset) => warnOfFirst(meter.count(value), partition, offset),
    flush: async () => {
      for (const output of outputs) await output.flush();
    },
    backOff: props.backOff ?? backOff(),
    maxRestarts: props.maxRestarts,
    commitWhen: props.commitWhen,
    commitEvery: outputs.length > 0 ? (props.flushEvery ?? DEFAULT_FLUSH_MS) : undefined,
    warn: props.warn,
  });
  return {
    url: exporter.url,
    done: consumer.done,
    async close() {
      await consumer.close().catch(() => {});
      for (const output of outputs) await output.close();
      await exporter.close();
    },
  };
}

// --- internal ---

const DEFAULT_FLUSH_MS = 10_000;

function ownMetrics(
  registry: MetricRegistry,
  outputs: readonly Output[],
  consumer: EventConsumer,
  lag: { readonly name: string; readonly help: string },
): OwnMetric[] {
  return [
    { name: lag.name, help: lag.help, type: 'gauge', value: consumer.lag },
    counter('consumer_restarts_total', 'Times that the consumer began anew', consumer.restarts),
    counter('expired_total', 'Events that Kafka deleted before they were read', consumer.expired),
    counter('repeated_total', 'Events that came again and were not counted again', consumer.repeated),
    counter('series_overflow_total', 'Updates that the cap kept out of a series of their own', () => {
      return registry.overflowed;
    }),
    counter('output_dropped_total', 'Measurements that an output could not send', () =>
      outputs.reduce((sum, output) => sum + output.dropped(), 0),
    ),
    {
      name: 'tiltmeter_user_events_series',
      help: 'Label sets in memory',
      type: 'gauge',
      value: () => registry.size,
    },
  ];
}

const counter = (name: string, help: string, value: () => number): OwnMetric => ({
  name: `tiltmeter_user_events_${name}`,
  help,
  type: 'counter',
  value,
});
