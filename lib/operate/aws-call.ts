import { withinTime } from '../time-limit/time-limit';
import { operateError } from './operate-error';

export interface AwsCallProps {
  /** @default what the environment or the profile says */
  readonly region?: string;
  /** Ends every call. */
  readonly signal?: AbortSignal;
}

/** Asks AWS; `what` is named in the error, which is an OperateError. */
export type AwsCall = <T>(
  what: string,
  ask: (options: { readonly abortSignal: AbortSignal }) => Promise<T>,
  limitMs?: number,
) => Promise<T>;

/** ms that a request may take with all its tries; a client that is throttled pauses for up to 50 s in all. */
export const REQUEST_LIMIT_MS = 60_000;

/** How a verb asks AWS: for so long at most, until the user ends it, and with errors in his words. */
export function awsCall({ region, signal }: AwsCallProps): AwsCall {
  return async (what, ask, limitMs = REQUEST_LIMIT_MS) => {
    try {
      // A signal of its own: the SDK leaves its listeners on what it is given.
      return await withinTime(limitMs, (late) =>
        ask({ abortSignal: AbortSignal.any(signal === undefined ? [late] : [late, signal]) }),
      );
    } catch (error) {
      throw operateError(error, what, region ?? 'the region of your credentials');
    }
  };
}
