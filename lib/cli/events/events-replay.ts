import { counted } from '../../text/count';
import { createEventMeter, familyList } from '../../user-events/event-meter';
import { MetricRegistry } from '../../user-events/metric-registry';
import { emfOutput } from '../../user-events/output/emf-output';
import { FlushAggregator } from '../../user-events/output/flush-aggregator';
import type { Output } from '../../user-events/output/output';
import { type StatsdDialect, statsdLines } from '../../user-events/output/statsd-lines';
import type { Io } from '../io';
import { openInput } from '../open-input';
import { readLines } from '../read-lines';
import { EXIT, type VerbRun } from '../verb';
import { eventTexts } from './event-texts';
import type { EventOutput } from './events-flags';
import { type EventsOptions, eventsOptions } from './events-options';

/** Counts recorded events, JSON objects, and prints the result; exit code 1 when one was rejected. */
export const replay: VerbRun = async (values, files, io) => {
  const options = eventsOptions(values);
  const printer = PRINTERS[values.output as EventOutput](options, io);
  const registry = new MetricRegistry(familyList(options.families), options);
  const meter = createEventMeter({ ...options, registry, outputs: printer.outputs });
  for (const file of files.length === 0 ? ['-'] : files) {
    for await (const text of eventTexts(readLines(openInput('events', file, io)))) {
      if (io.signal.aborted) return EXIT.findings;
      meter.count(text);
    }
  }
  await printer.print(registry);
  const rejected = Object.entries(meter.rejected());
  io.err(
    `${counted(meter.counted(), 'event')}, ${rejected.reduce((sum, [, count]) => sum + count, 0)} rejected`,
  );
  for (const [reason, count] of rejected) io.err(`  ${count} ${reason}`);
  return rejected.length === 0 ? EXIT.ok : EXIT.findings;
};

// --- internal ---

interface Printer {
  readonly outputs: readonly Output[];
  readonly print: (registry: MetricRegistry) => Promise<void>;
}

const PRINTERS: Readonly<Record<EventOutput, (options: EventsOptions, io: Io) => Printer>> = {
  prometheus: (_options, io) => ({
    outputs: [],
    async print(registry) {
      for (const chunk of registry.render()) io.out(chunk.trimEnd());
    },
  }),
  statsd: statsdPrinter('statsd'),
  dogstatsd: statsdPrinter('dogstatsd'),
  emf: (options, io) => {
    const output = emfOutput({ ...options, families: familyList(options.families), write: io.out });
    return { outputs: [output], print: output.flush };
  },
};

function statsdPrinter(dialect: StatsdDialect) {
  return ({ families, maxSeries, prefix }: EventsOptions, io: Io): Printer => {
    const aggregator = new FlushAggregator(familyList(families), { maxSeries });
    const linesOf = statsdLines({ dialect, prefix });
    const output: Output = {
      name: dialect,
      apply(updates, at) {
        for (const update of updates) aggregator.apply(update, at);
      },
      flush: async () => {
        for (const line of aggregator.take().flatMap(linesOf)) io.out(line);
      },
      dropped: () => 0,
      close: async () => {},
    };
    return { outputs: [output], print: output.flush };
  };
}
