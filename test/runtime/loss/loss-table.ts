import type { FaultOutcome } from './cloudwatch-faults';
import type { Outcome } from './routes';

/**
 * docs/loss.md from what was measured.
 * @param measured By route, what became of the records by death.
 * @param faults By fault of CloudWatch, of its OTLP endpoint, and of an OpenTelemetry Collector.
 */
export function lossTable(
  measured: ReadonlyMap<string, Readonly<Record<string, Outcome>>>,
  { suffered, endpoint, collector }: Readonly<Record<Destination, ReadonlyMap<string, FaultOutcome>>>,
  count: number,
): string {
  const deaths = Object.keys([...measured.values()][0]!);
  const rows = [...measured].map(
    ([route, outcomes]) => `| ${route} | ${deaths.map((death) => cell(outcomes[death]!)).join(' | ')} |`,
  );
  return `${HEAD(count)}
| route | ${deaths.join(' | ')} |
|${'---|'.repeat(deaths.length + 1)}
${rows.join('\n')}

${PROMISES}
| CloudWatch Logs | written | arrived | not, counted and said |
|---|---|---|---|
${faultRows(suffered)}

CloudWatch's OTLP endpoint as it fails, in the same way. The bad record of a request is found by halving it.

| CloudWatch by OTLP | written | arrived | not, counted and said |
|---|---|---|---|
${faultRows(endpoint)}

A collector as it fails, in the same way. What a partial success leaves out is not named, so that it is counted and no more.

| OTLP | written | arrived | not, counted and said |
|---|---|---|---|
${faultRows(collector)}
`;
}

/** Names of the rows and of the columns of the tables in a document. */
export function readLossTable(document: string): {
  routes: string[];
  deaths: string[];
  faults: string[];
  endpoint: string[];
  collector: string[];
} {
  const [first, second, third, fourth] = [...document.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split('\n')
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((text) => text.trim()),
      ),
  );
  const names = (table: string[][]) => table.slice(2).map(([name]) => name!);
  return {
    routes: names(first!),
    deaths: first![0]!.slice(1),
    faults: names(second!),
    endpoint: names(third!),
    collector: names(fourth!),
  };
}

// --- internal ---

type Destination = 'suffered' | 'endpoint' | 'collector';

const faultRows = (outcomes: ReadonlyMap<string, FaultOutcome>): string =>
  [...outcomes]
    .map(
      ([fault, { written, arrived, counted }]) =>
        `| ${fault} | ${number(written)} | ${number(arrived.length)} | ${counted} |`,
    )
    .join('\n');

/** Records that arrived, and how many more came out on stderr. */
function cell({ arrived, spilled }: Outcome): string {
  const extra = new Set(spilled);
  for (const number of arrived) extra.delete(number);
  return extra.size === 0 ? number(arrived.length) : `${number(arrived.length)} + ${number(extra.size)}`;
}

const number = (count: number): string => count.toLocaleString('en-US');

const HEAD = (count: number) => `# What survives a process

A worker writes ${number(count)} records in one loop, without ever giving the event loop a turn, and dies. This is how many
arrive. \`test/runtime/loss\` runs it on every change and holds the promises below; with \`LOSS_DOCUMENT=1\` it also
writes this table:

    LOSS_DOCUMENT=1 npx jest -c jest.integration.config.js test/runtime/loss
`;

const PROMISES = `\`a + b\`: a arrived, b came out on stderr as the last way out. Nothing can be sent over a network by a process that
ends, so what a connection has not taken is written there; under systemd, Docker or Lambda it is kept all the same.

What is promised:

- **file**: a record is in the kernel when the call returns. No death of the process takes it; a power cut can.
- **file, coalesced** (\`coalesce: { bytes: 8192 }\`): SIGKILL takes what the buffer holds, never a warning or worse.
- **pipe, logger(1), journald, syslog over TCP**: a reader that keeps up has everything. One that lags is waited for,
  25 ms a call; after that up to 1 MiB waits in memory, which SIGKILL takes. Beyond it records are dropped, counted, and
  the log says how many.
- **a descriptor that the program closes** while a logger has it: within a millisecond, what comes afterwards is dropped,
  counted and said, and does not end in whatever has got the number since. A log file is opened anew.
- **a pipe that several processes share**: the kernel keeps a write of up to 4,096 bytes (PIPE_BUF) together. A longer record
  can be torn by another process's when both write to one pipe and it is full: such records are counted, and an INFO with the field
  \`split\` says how many there have been, at 8, 16, 32 … of them. Give each process a pipe of its own, or a file.
- **syslog over UDP** promises nothing: the kernel drops datagrams that the receiver does not fetch in time, and
  nobody is told. What waits for a host's name to be resolved comes out on stderr.
- **CloudWatch and OTLP** are in memory for up to a second, longer in an outage. SIGKILL takes that; every other
  death leaves it on stderr. Prefer a file and the CloudWatch agent where records must survive.

winston's file transport keeps 1 of 20,000 records in the same test, pino's worker-thread transport none at SIGTERM,
\`console.log\` to a pipe about 200 at \`process.exit\`.

CloudWatch as it fails, and a worker that then closes its logger. Only what the API can never take is lost: it is
counted by \`logger.dropped()\`, said on stderr, and told in the log by the next record.
`;
