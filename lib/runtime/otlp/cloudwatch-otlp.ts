import { cloudWatchSink } from '../cloudwatch/cloudwatch-sink';
import { sdkLogClient } from '../cloudwatch/log-client';
import { ownStream } from '../cloudwatch/own-stream';
import type { RecordIdentity } from '../logger/format';
import { jsonFormat } from '../logger/json-format';
import { messageOf } from '../notice';
import { OptionsError } from '../options-error';
import type { OwnDestination } from '../sink/destination';
import type { Sink } from '../sink/sink';
import { spillToStderr } from '../sink/spill-to-stderr';
import { type AwsSigner, awsSigner } from './aws-signer';
import { type AwsTarget, awsEndpoint, awsRegion } from './aws-target';
import { cloudWatchRecord, lineOf } from './cloudwatch-record';
import { disabledSink, logsEnvelope } from './otlp-log-sink';
import { type ResourceAttributes, resourceAttributes } from './otlp-resource';
import { otlpSender } from './otlp-sender';
import { type OtlpTarget, otlpSettings } from './otlp-settings';

/** A log stream of this process's own, which is made when it is not there. */
export interface CloudWatchOtlpTarget
  extends AwsTarget,
    Pick<OtlpTarget, 'compression' | 'timeout' | 'resource' | 'disabled'> {
  readonly group: string;
  /** @default <worker>/<host>/<pid>/<start time> */
  readonly stream?: string | undefined;
  /** @default AWS_ENDPOINT_URL_CLOUDWATCH_LOGS with /v1/logs, that of the region */
  readonly endpoint?: string | undefined;
}

/**
 * Records to a log group by CloudWatch's OTLP endpoint, so that metric filters find in them what they find in a file: each is
 * the body of a LogRecord, as JSON. Documents of the embedded metric format go to the same stream as they are, by
 * PutLogEvents, since CloudWatch reads them only where an event is nothing else.
 */
export const cloudWatchOtlpLogs = (target: CloudWatchOtlpTarget): OwnDestination => ({
  format: jsonFormat,
  open: (identity, maxRecordBytes) => open(target, identity, maxRecordBytes),
});

// --- internal ---

/** What begins a document of the embedded metric format, as the runtime writes it. */
const EMF = '{"_aws":';

function open(target: CloudWatchOtlpTarget, identity: RecordIdentity, maxRecordBytes: number): Sink {
  const { group, client, sdk, stream = ownStream(identity) } = target;
  checkName('log group', group, /^[\w./#-]{1,512}$/, '1 to 512 letters, digits, . - _ / or #');
  // CloudWatch allows more than a header can say
  checkName(
    'log stream',
    stream,
    /^(?! )[ -)+-9;-~]{1,512}(?<! )$/,
    '1 to 512 characters of ASCII without : and *',
  );
  const region = awsRegion(target.region);
  const settings = otlpSettings('logs', {
    ...target,
    endpoint: target.endpoint ?? endpointOf(region),
    headers: { 'x-aws-log-group': group, 'x-aws-log-stream': stream },
    aws: { region, client, sdk },
  });
  if (settings.disabled) return disabledSink(maxRecordBytes);
  const logs = sdkLogClient({ group, stream, region, client, sdk });
  const documents = cloudWatchSink({ client: logs, name: `log group ${group}`, what: 'embedded metrics' });
  const toStderr = spillToStderr();
  const sender = otlpSender(
    settings,
    {
      envelope: logsEnvelope(serviceOf(identity, settings.resource)),
      what: 'records',
      spill: (record) => toStderr(lineOf(record)),
    },
    intoStream(
      // nobody waits for it longer than for the request that needs it
      () => logs.create(settings.timeout),
      (onMissing) => awsSigner(settings.aws!, onMissing),
    ),
  );
  return {
    write(line, level, now) {
      if (line.startsWith(EMF)) documents.write(line, level, now);
      else sender.push(cloudWatchRecord(line, level, now), 1);
    },
    flush() {
      documents.flush();
      sender.flush();
    },
    async drain(deadline) {
      await Promise.all([sender.drain(deadline), documents.drain(deadline)]);
    },
    reopen() {},
    async close() {
      await Promise.all([sender.close(), documents.close()]);
    },
    dropped: () => sender.dropped() + documents.dropped(),
    maxRecordBytes,
  };
}

function checkName(what: string, name: string, allowed: RegExp, words: string): void {
  if (!allowed.test(name)) throw new OptionsError(`bad ${what} '${name}': give ${words}`);
}

/**
 * The endpoint takes nothing for a stream that is not there: it is made before the first request, and when it is missing. Who may
 * not make it may still write to it.
 */
function intoStream(create: () => Promise<void>, signer: (onMissing: () => void) => AwsSigner): AwsSigner {
  let created: Promise<void> | undefined;
  let denied = '';
  const forget = (): void => {
    created = undefined;
  };
  const { sign, judge } = signer(forget);
  return {
    async sign(...request) {
      created ??= create().then(() => {
        denied = '';
      });
      await created.catch((error) => {
        if (!(error as Error).name?.startsWith('AccessDenied')) {
          forget();
          throw error;
        }
        denied = ` (${messageOf(error)})`;
      });
      return sign(...request);
    },
    judge(...answer) {
      const judged = judge(...answer);
      return judged?.kind === 'taken' || judged === undefined
        ? judged
        : { ...judged, message: judged.message + denied };
    },
  };
}

/** Who writes by the semantic conventions, no more: CloudWatch bills it with every record, which says the rest itself. */
function serviceOf(identity: RecordIdentity, given: ResourceAttributes): ResourceAttributes {
  const all = resourceAttributes(identity, given);
  const names = [
    'service.name',
    'service.namespace',
    'service.instance.id',
    'host.name',
    ...Object.keys(given),
  ];
  return Object.fromEntries(names.map((name) => [name, all[name]!]));
}

function endpointOf(region: string): string {
  const { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: own, AWS_ENDPOINT_URL: all } = process.env;
  const base = own || all;
  return base ? `${base.replace(/\/$/, '')}/v1/logs` : awsEndpoint('logs', region);
}
