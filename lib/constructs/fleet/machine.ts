import { realmNames } from '../../contract';

/** What the configuration files of a worker's machine have in common; all of them are pure functions of it. */
export interface Machine {
  readonly system: string;
  readonly realm: string;
  readonly worker: string;
  /** syslog tag of the worker's records. */
  readonly tag: string;
  /** File that holds the worker's records, one JSON object a line. */
  readonly logFile: string;
  /** Shell command that runs the worker in the foreground. */
  readonly command: string;
  /** How long a worker may take to finish its running jobs after a soft stop, in seconds. */
  readonly drainSeconds: number;
  /** systemd restarts a worker that has not called the watchdog for so long, in seconds; absent: no watchdog. */
  readonly watchdogSeconds?: number;
  readonly docker: boolean;
  /** Whether the worker sends its records itself, so that they need no way out of the machine; absent: it does not. */
  readonly sendsRecords?: boolean;
  /** Whether the records also go to /var/log/messages, which the agent may collect. */
  readonly copyToMessages: boolean;
}

/**
 * Operating-system user of a worker; each worker has its own, as in Lava. What is longer than Linux takes is cut: a machine
 * has one such worker.
 */
export const workerUser = ({ system, worker }: Machine): string =>
  `${system}-${worker}`.slice(0, LONGEST_USER);

/** Source: useradd(8). */
const LONGEST_USER = 32;

export const workerUnitName = ({ system, realm, worker }: Machine): string =>
  realmNames(realm, system).worker(worker).unit;

/** Script that becomes the worker, so that its command needs no quoting in the unit. */
export const startScriptPath = ({ system, worker }: Machine): string => `/usr/local/sbin/${system}-${worker}`;

export const environmentPath = ({ system }: Machine): string => `/etc/${system}/worker.env`;
