import type { Level } from './records';
import { DEFAULT_SYSTEM } from './system';

/** What a worker writes when it takes a message off its queue although the job has not run. */
export interface Loss {
  readonly level: Level;
  readonly eventType: 'worker' | 'job';
  /** The message, as a filter pattern has it: `*` at its begin and end only. */
  readonly message: string;
}

/** Those of this package's runtime, in Lava's words. */
const OUR_LOSSES: readonly Loss[] = [
  lost('WARNING', 'worker', '*Retry limit exceeded - deleted*'),
  lost('ERROR', 'worker', 'Malformed dispatch message*'),
];

/**
 * What the workers of a system write so: those of Lava's where Lava may run, else those of this package's runtime, which
 * every worker that deletes such messages has to write.
 */
export const lossesOf = (system: string = DEFAULT_SYSTEM): readonly Loss[] =>
  system === DEFAULT_SYSTEM ? LOSSES : OUR_LOSSES;

/** Of a thread's record that is a loss whatever it says; only Lava writes such. */
export const lossOfAThread = (system: string = DEFAULT_SYSTEM): typeof LOSS_OF_A_THREAD | undefined =>
  system === DEFAULT_SYSTEM ? LOSS_OF_A_THREAD : undefined;

/**
 * Every text of lava-worker 8.2 (bin/lava-worker and lava/lava.py of jin-gizmo/lava), run and read; those of this
 * package's runtime are among them. SQS and Lava tell of it nowhere else.
 */
export const LOSSES: readonly Loss[] = [
  ...OUR_LOSSES,
  lost('ERROR', 'worker', 'Bad timestamp in dispatch*'),
  // Of another realm or worker.
  lost('ERROR', 'worker', 'Bad dispatch for job*'),
  lost('ERROR', 'worker', '*: No such job'),
  lost('ERROR', 'worker', '*Bad job record*'),
  lost('ERROR', 'worker', '*: Worker mismatch*'),
  lost('ERROR', 'worker', '*max_tries exceeded'),
  lost('ERROR', 'worker', '*Reserved global*'),
  lost('ERROR', 'worker', "*has no attribute 'body'"),
  lost('ERROR', 'job', '*: dispatch is more than*'),
  lost('ERROR', 'job', '*: Bad max_run_delay*'),
  lost('ERROR', 'job', '*: Job temp dir already exists*'),
  lost('ERROR', 'job', '*: iteration_limit must be *'),
  lost('ERROR', 'job', '*: iteration_delay must be *'),
];

/**
 * Lava's job threads write an error of the worker only when they could not make a run of a message, which they have
 * deleted by then. So it is a loss whatever it says: what DynamoDB answers when it is asked for the job has no fixed text.
 */
export const LOSS_OF_A_THREAD = { level: 'ERROR', eventType: 'worker', thread: 'worker-*' } as const;

// --- internal ---

function lost(level: Level, eventType: Loss['eventType'], message: string): Loss {
  return { level, eventType, message };
}
