import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  OTLP_WAYS,
  type OtlpExperiment,
  type OtlpFindings,
  type OtlpWay,
  otlpAnswers,
  otlpCostText,
  otlpExperimentOf,
} from '../../evidence';
import { type OtlpProbePorts, otlpProbePorts } from '../../operate';
import { awsEndpoint } from '../../runtime/otlp/aws-target';
import type { Io } from '../io';
import { EXIT, type ExitCode, type OptionValues } from '../verb';
import type { Clock } from './clock';
import { cleanUp, remove } from './leftovers';
import { emptyDirectory } from './output-directory';
import { sendOtlp } from './send-otlp';

/** `--otlp`: sends to CloudWatch's OTLP endpoints as workers do, and says what became of it; deletes all that it made. */
export async function probeOtlp(values: OptionValues, io: Io, clock: Clock): Promise<ExitCode> {
  const region = values.region as string | undefined;
  const experiment = otlpExperimentOf(randomBytes(3).toString('hex'));
  if (values.plan) {
    for (const line of [otlpCostText(experiment), `log group ${experiment.logGroup}`]) io.out(line);
    return EXIT.ok;
  }
  const ports = () => otlpProbePorts({ region, signal: io.signal });
  if (values.clean) return cleanUp(ports(), io);
  const directory = emptyDirectory(values.out, io);
  io.err(`tiltmeter: probe ${experiment.prefix}…: ${otlpCostText(experiment)}`);
  io.err(
    'tiltmeter: it deletes the log group at its end, and when it is interrupted; tiltmeter probe --otlp --clean, after a crash',
  );
  const findings = await find(ports(), experiment, io, clock);
  if (findings === undefined) {
    io.err('tiltmeter: probe: interrupted, there is nothing to tell');
    return EXIT.findings;
  }
  writeFileSync(join(directory, 'otlp.json'), `${JSON.stringify(findings, null, 2)}\n`);
  for (const line of otlpAnswers(findings)) io.out(line);
  return EXIT.ok;
}

// --- internal ---

const LOOK_EVERY_MS = 15_000;

async function find(
  ports: OtlpProbePorts,
  experiment: OtlpExperiment,
  io: Io,
  clock: Clock,
): Promise<OtlpFindings | undefined> {
  const { logGroup, logStream, transformer, filters, namespace, nameOf, prefix } = experiment;
  try {
    await ports.createGroup(logGroup, logStream, transformer);
    for (const { way, pattern } of filters)
      await ports.putFilter(logGroup, pattern, { namespace, name: nameOf(way) });
    const sentAt = clock.now();
    const lost = await sendOtlp(experiment, endpointsOf(await ports.region(), io.env));
    const line = { event_source: 'lava-worker', worker: nameOf('line'), message: 'probe' };
    await ports.putLine(logGroup, logStream, JSON.stringify(line), sentAt);
    if (lost > 0) io.err(`tiltmeter: ${lost} of ${OTLP_WAYS.length} records were refused or lost`);
    const seen = await lookUntilFound(ports, experiment, sentAt, io, clock);
    if (io.signal.aborted) return undefined;
    return { ...seen, transformed: await transformedOf(ports, experiment, seen.stored) };
  } finally {
    await remove(ports, prefix, io);
  }
}

/** Where the SDK's own variables lead, which is a server on loopback in tests; else where CloudWatch documents it. */
function endpointsOf(region: string, env: Io['env']) {
  const { AWS_ENDPOINT_URL: all, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS, AWS_ENDPOINT_URL_CLOUDWATCH } = env;
  const at = (base: string | undefined, signal: 'logs' | 'metrics') =>
    base ? `${base.replace(/\/$/, '')}/v1/${signal}` : awsEndpoint(signal, region);
  return {
    region,
    logs: at(AWS_ENDPOINT_URL_CLOUDWATCH_LOGS || all, 'logs'),
    metrics: at(AWS_ENDPOINT_URL_CLOUDWATCH || all, 'metrics'),
  };
}

async function lookUntilFound(
  ports: OtlpProbePorts,
  experiment: OtlpExperiment,
  sentAt: number,
  { signal, err }: Io,
  clock: Clock,
): Promise<Omit<OtlpFindings, 'transformed'>> {
  const { logGroup, namespace, nameOf, otlpMetric, seconds } = experiment;
  const stored: Partial<Record<OtlpWay, string>> = {};
  const countedAfter: Partial<Record<OtlpWay, number>> = {};
  let namespaces: readonly string[] = [];
  let looked = 0;
  const isWhole = () =>
    namespaces.length > 0 && OTLP_WAYS.every((way) => way in stored && way in countedAfter);
  while (!signal.aborted && !isWhole() && looked < seconds) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    if (signal.aborted) break;
    looked = (clock.now() - sentAt) / 1000;
    for (const message of await ports.events(logGroup)) {
      const way = OTLP_WAYS.find((one) => message.includes(nameOf(one)));
      if (way !== undefined) stored[way] ??= message;
    }
    const names = OTLP_WAYS.map(nameOf);
    const counted = await ports.counted(namespace, names, sentAt - MINUTE_MS, clock.now() + MINUTE_MS);
    for (const way of OTLP_WAYS) if (counted.includes(nameOf(way))) countedAfter[way] ??= looked;
    namespaces = await ports.namespacesOf(otlpMetric);
    if (Math.floor(looked / 15) % 20 === 0)
      err(`tiltmeter: ${Math.round(looked / 60)} of up to ${seconds / 60} minutes`);
  }
  return { stored, countedAfter, namespaces, looked };
}

const MINUTE_MS = 60_000;

async function transformedOf(
  ports: OtlpProbePorts,
  { transformer }: OtlpExperiment,
  stored: OtlpFindings['stored'],
): Promise<OtlpFindings['transformed']> {
  const made: Partial<Record<OtlpWay, string>> = {};
  for (const way of OTLP_WAYS) {
    const message = stored[way];
    if (message !== undefined)
      made[way] = await ports.transformed(transformer, message).catch((error) => (error as Error).message);
  }
  return made;
}
