import { lostMessagePattern, recordPattern } from './filter-patterns';
import { type AlarmSignal, realmNames } from './names';
import { DEFAULT_SYSTEM } from './system';

/** Where the log records that belong to some alarms are found. */
export interface AlertRecords {
  /**
   * Names of the alarms. WORKER_PLACEHOLDER in them stands for a worker's or a job's name and is filled into `pattern`,
   * so that one rule serves every worker of a realm.
   */
  readonly alarms: readonly string[];
  readonly logGroup: string;
  /** A CloudWatch Logs filter pattern. */
  readonly pattern: string;
}

export const WORKER_PLACEHOLDER = '{worker}';

/**
 * The rules of a realm: for an alarm about silence, whatever the worker said last; for an alarm about
 * trouble, its last warnings and errors; for a job that fails, its last errors; for lost messages, those that tell of them. About 2.6 KB as JSON, however many
 * workers (Lambda's environment holds 4 KB).
 */
export function alertRecords(
  realm: string,
  system: string = DEFAULT_SYSTEM,
  alarmPrefix = '',
): AlertRecords[] {
  const names = realmNames(realm, system);
  const worker = names.worker(WORKER_PLACEHOLDER);
  const alarm = (signal: AlarmSignal) => `${alarmPrefix}${worker.alarm(signal)}`;
  const said = recordPattern({ realm, worker: WORKER_PLACEHOLDER });
  const complained = said.replace(/ \}$/, ` && (${TROUBLE_LEVELS}) }`);
  return [
    { alarms: SILENCE.map(alarm), logGroup: names.logGroup, pattern: said },
    { alarms: TROUBLE.map(alarm), logGroup: names.logGroup, pattern: complained },
    {
      alarms: [`${alarmPrefix}${names.jobAlarm(WORKER_PLACEHOLDER, 'failed')}`],
      logGroup: names.logGroup,
      pattern: recordPattern({ realm, event_type: 'job', level: 'ERROR', job_id: WORKER_PLACEHOLDER }),
    },
    {
      alarms: [`${alarmPrefix}${names.lostMessages}`],
      logGroup: names.logGroup,
      pattern: lostMessagePattern({ realm, system }),
    },
  ];
}

// --- internal ---

const TROUBLE_LEVELS = ['WARNING', 'ERROR', 'CRITICAL'].map((level) => `$.level = "${level}"`).join(' || ');

const SILENCE: readonly AlarmSignal[] = [
  'heartbeat',
  'missing-instances',
  'zombie',
  'pipe-broken',
  'queue-stuck',
];

const TROUBLE: readonly AlarmSignal[] = [
  'dead-threads',
  'internal-queue',
  'sqs-unreadable',
  'queue-depth',
  'queue-age',
  'dlq',
  'job-failed',
  'run-delay',
  'run-time',
  'cpu',
  'memory',
  'swap',
  'tmp-disk',
  'docker-disk',
];
