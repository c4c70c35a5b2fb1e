import type { JsonPost } from './channels/channel-kind';
import { type Post, type PostAnswer, PostError } from './http-post';
import type { Lane } from './lane';
import { type PauseSource, retryPauseMs } from './retry-pause';

/** ms that one post may take. */
export const POST_LIMIT_MS = 5_000;

export interface DeliverPorts extends PauseSource {
  readonly post: Post;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface Delivery {
  readonly delivered: boolean;
  readonly attempts: number;
  readonly problem?: string;
  /** The last status, if there was an answer. */
  readonly status?: number;
  /** Not delivered, but it may be the next time: after so many milliseconds. */
  readonly againMs?: number;
}

/**
 * Posts until it is taken, refused for good, or too late, however often that is: a channel that is slow or away for a
 * moment has the time that the function has. What waits for its lane takes its turn. Never throws.
 */
export function deliver(
  request: JsonPost,
  lane: Lane,
  deadline: number,
  ports: DeliverPorts,
): Promise<Delivery> {
  return lane.inTurn(async () => {
    let last: Failure | undefined;
    for (let attempts = 0; ; ) {
      const pause = Math.max(0, lane.opensAt() - ports.now());
      if (ports.now() + pause + MIN_TIMEOUT_MS > deadline)
        return { delivered: false, attempts, problem: 'out of time', ...last, againMs: pause };
      if (pause > 0) await ports.sleep(pause);
      const timeout = Math.min(POST_LIMIT_MS, deadline - ports.now());
      if (timeout < MIN_TIMEOUT_MS) continue;
      attempts++;
      const verdict = await attempt(request, timeout, ports.post);
      lane.answered(ports.now(), verdict.delivered);
      if (verdict.delivered) return { delivered: true, attempts, status: verdict.status };
      const { retry, retryAfter, ...failure } = verdict;
      if (!retry) return { attempts, ...failure };
      if (verdict.status === TOO_MANY) lane.tooFast(ports.now());
      lane.close(ports.now(), retryPauseMs(retryAfter, attempts, ports));
      last = failure;
    }
  });
}

// --- internal ---

/** Not worth beginning with less. */
const MIN_TIMEOUT_MS = 100;

const TOO_MANY = 429;

/** Answers that may be better the next time, besides all of 500 and above. */
const TRANSIENT = new Set([408, 425, TOO_MANY]);

interface Failure {
  readonly delivered: false;
  readonly problem: string;
  readonly status?: number;
}

type Verdict =
  | { readonly delivered: true; readonly status: number }
  | (Failure & { readonly retry: boolean; readonly retryAfter?: string });

async function attempt(request: JsonPost, timeout: number, post: Post): Promise<Verdict> {
  try {
    return verdictOf(await post(request, timeout));
  } catch (error) {
    if (!(error instanceof PostError)) throw error;
    return { delivered: false, retry: error.retry, problem: error.message };
  }
}

function verdictOf({ status, retryAfter }: PostAnswer): Verdict {
  if (status >= 200 && status < 300) return { delivered: true, status };
  const retry = status >= 500 || TRANSIENT.has(status);
  const redirect = status >= 300 && status < 400 ? ', redirects are not followed' : '';
  return { delivered: false, retry, problem: `HTTP ${status}${redirect}`, status, retryAfter };
}
