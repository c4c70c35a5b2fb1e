import { randomUUID } from 'node:crypto';
import type { LambdaFunction } from '../../rehearsal/template/template-model';
import { type Child, startChild } from '../process/child';
import { compiled } from '../process/compiled';
import type { FromFunction } from './function-protocol';

/** One warm process of a Lambda function; events are handled one after the other. */
export interface FunctionProcess {
  /** Never rejects. */
  readonly invoke: (event: unknown) => Promise<Invocation>;
  readonly close: () => Promise<void>;
}

export type Invocation = {
  readonly requestId: string;
  /** Wall time that the handler took; 0 when it was not reached. */
  readonly durationMs: number;
} & (
  | { readonly status: 'ok'; readonly result: unknown }
  | { readonly status: 'error' | 'timeout' | 'crashed'; readonly message: string }
);

export interface FunctionProcessProps {
  readonly definition: Pick<
    LambdaFunction,
    'functionName' | 'functionArn' | 'handler' | 'timeoutSeconds' | 'codeDirectory'
  >;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** How much faster than the wall the function's Date is; its timeout is wall time. */
  readonly speed: number;
  /** A line that the function wrote. */
  readonly onOutput: (line: string) => void;
}

/** Lambda's limit for loading a function's code. */
const INIT_TIMEOUT_MS = 10_000;

/** The process starts with the first event, and again after one that timed out or crashed, as in Lambda. */
export function createFunctionProcess(props: FunctionProcessProps): FunctionProcess {
  let warm: WarmProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  const handle = async (event: unknown): Promise<Invocation> => {
    const requestId = randomUUID();
    if (closed) {
      return { status: 'crashed', requestId, durationMs: 0, message: 'the realm is stopping' };
    }
    const current = warm ?? startWarmProcess(props);
    warm = current;
    void current.child.exited.then(() => {
      if (warm === current) warm = undefined;
    });
    const outcome = await runOne(current, props, requestId, event);
    if (outcome.status === 'timeout' || outcome.status === 'crashed') {
      current.child.kill();
      await current.child.exited;
    }
    return outcome;
  };
  return {
    invoke(event) {
      const invocation = last.then(() => handle(event));
      last = invocation;
      return invocation;
    },
    async close() {
      closed = true;
      const child = warm?.child;
      child?.kill();
      await child?.exited;
    },
  };
}

// --- internal ---

interface WarmProcess {
  readonly child: Child;
  /** Resolves at the next message, or when the process has ended. */
  readonly next: () => Promise<FromFunction | { readonly kind: 'exit'; readonly reason: string }>;
  ready: boolean;
}

function startWarmProcess({ definition, env, cwd, onOutput }: FunctionProcessProps): WarmProcess {
  let take: (message: FromFunction) => void = () => {};
  const child = startChild({
    module: compiled('lib/local/function/function-bootstrap.js'),
    args: [definition.codeDirectory!, definition.handler],
    env,
    cwd,
    preload: ['leash', 'loopback-only', 'fast-clock'],
    onOutput,
    onMessage: (message) => take(message as FromFunction),
  });
  const end = child.exited.then(({ reason, lastError }) => ({
    kind: 'exit' as const,
    reason: lastError ? `${reason}: ${lastError}` : reason,
  }));
  const message = () =>
    new Promise<FromFunction>((resolve) => {
      take = resolve;
    });
  return { child, ready: false, next: () => Promise.race([message(), end]) };
}

async function runOne(
  warm: WarmProcess,
  { definition: { functionName, functionArn, timeoutSeconds }, speed }: FunctionProcessProps,
  awsRequestId: string,
  event: unknown,
): Promise<Invocation> {
  let began: number | undefined;
  const ended = () => ({
    requestId: awsRequestId,
    durationMs: began === undefined ? 0 : performance.now() - began,
  });
  const failed = (status: 'error' | 'timeout' | 'crashed', message: string): Invocation => ({
    ...ended(),
    status,
    message,
  });
  if (!warm.ready) {
    const started = await within(INIT_TIMEOUT_MS, warm.next());
    if (!started) return failed('timeout', `its code was not loaded within ${INIT_TIMEOUT_MS / 1000} s`);
    if (started.kind === 'init-error') return failed('crashed', started.error);
    if (started.kind === 'exit') return failed('crashed', started.reason);
    warm.ready = true;
  }
  // Lambda's default, which is 3 s.
  const timeoutMs = (timeoutSeconds ?? 3) * 1000;
  const context = {
    awsRequestId,
    functionName,
    invokedFunctionArn: functionArn,
    timeoutMs: timeoutMs * speed,
  };
  const next = warm.next();
  began = performance.now();
  warm.child.send({ event, context });
  const answer = await within(timeoutMs, next);
  if (!answer) return failed('timeout', `no answer within ${timeoutSeconds} s`);
  if (answer.kind === 'result') return { ...ended(), status: 'ok', result: answer.result };
  if (answer.kind === 'error') return failed('error', answer.error);
  return failed('crashed', answer.kind === 'exit' ? answer.reason : 'it answered out of turn');
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  const first = await Promise.race([promise, timeout]);
  clearTimeout(timer);
  return first;
}
