import type { JsonPost } from './channels/channel-kind';
import { type Post, type PostAnswer, PostError } from './http-post';
import type { Lane } from './lane';

export interface DeliverPorts {
  readonly post: Post;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** 0 to 1; spreads the pauses, so that many functions do not come back together. */
  readonly random: () => number;
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
      const timeout = Math.min(ATTEMPT_TIMEOUT_MS, deadline - ports.now());
      if (timeout < MIN_TIMEOUT_MS) continue;
      attempts++;
      const verdict = await attempt(request, timeout, ports.post);
      lane.answered(ports.now(), verdict.delivered);
      if (verdict.delivered) return { delivered: true, attempts, status: verdict.status };
      const { retry, retryAfter, ...failure } = verdict;
      if (!retry) return { attempts, ...failure };
      if (verdict.status === TOO_MANY) lane.tooFast(ports.now());
      lane.close(ports.now(), pauseMs(retryAfter, attempts, ports));
      last = failure;
    }
  });
}

// --- internal ---

const ATTEMPT_TIMEOUT_MS = 5_000;
/** Not worth beginning with less. */
const MIN_TIMEOUT_MS = 100;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** Nobody is asked again at once, nor, whatever it says, left alone for longer than an alert can wait. */
const RETRY_AFTER_MS = { least: 1_000, most: 60_000 } as const;

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

function pauseMs(retryAfter: string | undefined, attempts: number, ports: DeliverPorts): number {
  const asked = retryAfterMs(retryAfter, ports.now());
  if (asked === undefined) return backOff(attempts, ports);
  const { least, most } = RETRY_AFTER_MS;
  // Never earlier than asked, and up to a fifth later.
  return Math.min(most, Math.max(least, asked)) * (1 + ports.random() / 5);
}

/** Retry-After is a number of seconds or an HTTP date (RFC 9110, 10.2.3); some services send less than nothing. */
function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^\s*-?\d+(?:\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? undefined : wait;
}

/** Doubles with each attempt; between half of it and all of it, by chance. */
function backOff(attempts: number, { random }: DeliverPorts): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1)) * (0.5 + random() / 2);
}
