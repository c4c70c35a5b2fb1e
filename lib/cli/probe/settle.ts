import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  anonymousVectors,
  describedAlarms,
  type Experiment,
  experimentOf,
  probeCostText,
  readHistory,
  type Verification,
  verify,
  verifyReport,
} from '../../evidence';
import { evidencePorts, fetchEvidence, probePorts } from '../../operate';
import { readRecordings, readTemplates } from '../../rehearsal';
import type { Io } from '../io';
import { EXIT, type ExitCode, type OptionValues } from '../verb';
import { evidenceFiles } from '../verify/fetched';
import type { Clock } from './clock';
import { cleanUp, remove } from './leftovers';
import { emptyDirectory } from './output-directory';
import { runExperiment } from './run-experiment';

/** Runs the experiment, deletes all that it made, however it ends, and says what it shows. */
export async function probe(values: OptionValues, io: Io, clock: Clock): Promise<ExitCode> {
  const region = values.region as string | undefined;
  const experiment = experimentOf(randomBytes(3).toString('hex'));
  if (values.plan) {
    for (const line of planLines(experiment)) io.out(line);
    return EXIT.ok;
  }
  if (values.clean) return cleanUp(probePorts({ region, signal: io.signal }), io);
  const directory = emptyDirectory(values.out, io);
  io.err(`tiltmeter: probe ${experiment.prefix}…: ${probeCostText(experiment)}`);
  io.err(
    'tiltmeter: it deletes them at its end, and when it is interrupted; tiltmeter probe --clean, after a crash',
  );
  const ports = probePorts({ region, signal: io.signal });
  const begun = clock.now();
  let documents: Awaited<ReturnType<typeof fetchEvidence>> | undefined;
  try {
    await runExperiment(ports, experiment, {
      clock,
      signal: io.signal,
      progress: (line) => io.err(`tiltmeter: ${line}`),
    });
    if (!io.signal.aborted) {
      const { prefix } = experiment;
      // The metrics did not exist before: that nothing was there is known.
      const query = { from: begun - HOUR, to: clock.now(), prefix };
      documents = await fetchEvidence(evidencePorts({ region, signal: io.signal }), query);
    }
  } finally {
    await remove(ports, experiment.prefix, io);
  }
  if (!documents) {
    io.err('tiltmeter: probe: interrupted, there is nothing to judge');
    return EXIT.findings;
  }
  const files = evidenceFiles(documents);
  const verification = verify({
    model: readTemplates([describedAlarms(files.alarms)]),
    history: readHistory([files.history]),
    recording: readRecordings(files.data, undefined),
    from: Math.floor((begun - HOUR) / MINUTE) * MINUTE,
    to: clock.now(),
  });
  write(directory, files, verification);
  for (const line of verifyReport(verification)) io.out(line);
  for (const note of documents.notes) io.out(`note: ${note}`);
  return EXIT.ok;
}

// --- internal ---

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function planLines(experiment: Experiment): string[] {
  const { alarms, composites, queueName } = experiment;
  return [
    probeCostText(experiment),
    ...[...alarms, ...composites].map(({ AlarmName }) => `alarm ${AlarmName}`),
    `queue ${queueName}`,
  ];
}

function write(directory: string, files: ReturnType<typeof evidenceFiles>, verification: Verification): void {
  const [queries, data] = files.data;
  const texts = {
    'alarms.json': files.alarms.text,
    'history.json': files.history.text,
    'queries.json': queries.text,
    'data.json': data.text,
    'vectors.json': `${JSON.stringify(anonymousVectors(verification), null, 1)}\n`,
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(directory, name), text);
}
