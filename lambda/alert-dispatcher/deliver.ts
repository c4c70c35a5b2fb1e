import type { JsonPost } from './channels/channel-kind';
import { type Post, type PostAnswer, PostError } from './http-post';

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
}

/** Posts until it is taken, refused for good, tried often enough, or too late. Never throws. */
export async function deliver(request: JsonPost, deadline: number, ports: DeliverPorts): Promise<Delivery> {
  for (let attempts = 1; ; attempts++) {
    const timeout = Math.min(ATTEMPT_TIMEOUT_MS, deadline - ports.now());
    if (timeout < MIN_TIMEOUT_MS) return { delivered: false, attempts: attempts - 1, problem: 'out of time' };
    const verdict = await attempt(request, timeout, ports.post);
    if (verdict.delivered) return { delivered: true, attempts, status: verdict.status };
    const { problem, status } = verdict;
    const pause = verdict.retry
      ? (retryAfterMs(verdict.retryAfter, ports.now()) ?? backOff(attempts, ports))
      : undefined;
    const late = pause !== undefined && ports.now() + pause + MIN_TIMEOUT_MS > deadline;
    if (pause === undefined || late || attempts === MAX_ATTEMPTS)
      return { delivered: false, attempts, problem, status };
    await ports.sleep(pause);
  }
}

// --- internal ---

const ATTEMPT_TIMEOUT_MS = 5_000;
/** Not worth beginning with less. */
const MIN_TIMEOUT_MS = 100;
const MAX_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 500;

/** Answers that may be better the next time, besides all of 500 and above. */
const TRANSIENT = new Set([408, 425, 429]);

type Verdict =
  | { readonly delivered: true; readonly status: number }
  | {
      readonly delivered: false;
      readonly retry: boolean;
      readonly problem: string;
      readonly status?: number;
      readonly retryAfter?: string;
    };

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

/** Retry-After is a number of seconds or an HTTP date. */
function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/** Doubles with each attempt; between half of it and all of it, by chance. */
function backOff(attempts: number, { random }: DeliverPorts): number {
  return FIRST_PAUSE_MS * 2 ** (attempts - 1) * (0.5 + random() / 2);
}
