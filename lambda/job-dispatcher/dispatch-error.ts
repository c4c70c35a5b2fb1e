export interface Dispatched {
  readonly index: number;
  readonly run_id: string;
  readonly worker: string;
  readonly job_id: string;
}

export interface Rejected {
  readonly index: number;
  readonly problem: string;
}

/** Some requests of an event were not dispatched; the text names them, and the runs that were. */
export class DispatchError extends Error {
  override readonly name = 'DispatchError';

  constructor(
    readonly dispatched: readonly Dispatched[],
    readonly rejected: readonly Rejected[],
  ) {
    const total = dispatched.length + rejected.length;
    const bad = listed(rejected.map(({ index, problem }) => `request ${index}: ${problem}`));
    const good = listed(dispatched.map(({ index, run_id }) => `request ${index} as ${run_id}`));
    super(
      `${rejected.length} of ${total} requests not dispatched: ${bad}${good && ` | dispatched: ${good}`}`,
    );
  }
}

// --- internal ---

/** Lambda's dead-letter attribute holds 1 KB of the text; the log has a line for every request. */
const LISTED = 20;

function listed(texts: readonly string[]): string {
  const more = texts.length > LISTED ? ` | and ${texts.length - LISTED} more, see the log` : '';
  return texts.slice(0, LISTED).join(' | ') + more;
}
