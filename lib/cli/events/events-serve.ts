import { USER_EVENTS_CONSUMER, userEventsTopic } from '../../contract';
import { familyList } from '../../user-events/event-meter';
import type { KafkaAuth } from '../../user-events/kafka/kafka-options';
import { kafkaReader } from '../../user-events/kafka/kafka-reader';
import { emfOutput } from '../../user-events/output/emf-output';
import type { Output } from '../../user-events/output/output';
import type { StatsdDialect } from '../../user-events/output/statsd-lines';
import { statsdOutput } from '../../user-events/output/statsd-output';
import { backOff } from '../../user-events/service/back-off';
import type { CommitWhen } from '../../user-events/service/event-consumer';
import { startEventService } from '../../user-events/service/event-service';
import type { Io } from '../io';
import { UsageError } from '../usage-error';
import { EXIT, type OptionValues, type VerbRun } from '../verb';
import { address, duration, type EventsOptions, eventsOptions, hosts, text, whole } from './events-options';

/** Serves user events from Kafka to Prometheus until it is stopped. */
export const serve: VerbRun = async (values, rest, io) => {
  if (rest.length > 0) throw new UsageError(`events: serve takes no argument, got '${rest[0]}'`);
  const common = eventsOptions(values);
  const open = kafkaReader(readerOptions(values, io));
  const settings = {
    host: text(values, 'host')!,
    port: whole(values, 'port', 0, 65_535),
    allowHosts: hosts(values),
    commitWhen: values.commit as CommitWhen,
    expireAfter: duration(values, 'expire-after'),
    flushEvery: duration(values, 'flush-every'),
    backOff: backOff({ min: duration(values, 'min-backoff'), max: duration(values, 'max-backoff') }),
    maxRestarts:
      values['max-restarts'] === undefined ? undefined : whole(values, 'max-restarts', 0, 1_000_000),
  };
  const outputs = openOutputs(values, common, io);
  const service = await startEventService({
    ...common,
    ...settings,
    open,
    outputs,
    warn: (line) => io.err(`tiltmeter: ${line}`),
  });
  io.err(`serving user events on ${service.url}/metrics; Ctrl-C ends it`);
  try {
    await Promise.race([service.done, aborted(io.signal)]);
  } finally {
    await service.close();
  }
  return EXIT.ok;
};

// --- internal ---

function readerOptions(values: OptionValues, { env }: Io) {
  const brokers = text(values, 'brokers') ?? env.KAFKA_HOSTS ?? '';
  return {
    brokers: brokers.split(',').filter((broker) => broker !== ''),
    auth: values.auth as KafkaAuth | undefined,
    tls: values.tls === true ? true : undefined,
    username: env.KAFKA_USERNAME,
    password: env.KAFKA_PASSWORD,
    region: text(values, 'region') ?? env.AWS_REGION,
    topic: userEventsTopic(text(values, 'topic-prefix')),
    groupId: text(values, 'group')!,
    clientId: USER_EVENTS_CONSUMER.clientId,
    sessionTimeout: duration(values, 'session-timeout'),
  };
}

function openOutputs(values: OptionValues, options: EventsOptions, io: Io): Output[] {
  const { namespace, dimensions, maxSeries, prefix } = options;
  const families = familyList(options.families);
  const warn = (line: string) => io.err(`tiltmeter: ${line}`);
  const outputs: Output[] = [];
  for (const dialect of ['statsd', 'dogstatsd'] satisfies StatsdDialect[]) {
    const to = address(values, dialect);
    if (to) outputs.push(statsdOutput({ ...to, dialect, families, maxSeries, prefix, warn }));
  }
  if (values.emf === true) {
    outputs.push(emfOutput({ families, namespace, dimensions, maxSeries, write: io.out }));
  }
  return outputs;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
