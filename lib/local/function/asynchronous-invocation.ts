import type { LambdaFunction } from '../../rehearsal/template/template-model';
import type { Invocation } from './function-process';

/** Lambda's asynchronous invocation: tries again after a failure, then hands the event to where failures go. */
export type InvokeAsynchronously = (event: unknown) => Promise<void>;

export interface AsynchronousPorts {
  readonly invoke: (event: unknown) => Promise<Invocation>;
  /** Realm milliseconds; resolves to false when the realm stops meanwhile. */
  readonly sleep: (ms: number) => Promise<boolean>;
  readonly send: (
    queueArn: string,
    body: string,
    attributes: Readonly<Record<string, string>>,
  ) => Promise<void>;
  readonly onFailure: (failure: Failure) => void;
  /** After the last try; `deadLetterError` when the dead-letter queue did not take the event. */
  readonly onGivenUp: (outcome: { readonly deadLetterError: boolean }) => void;
}

export interface Failure {
  readonly status: 'error' | 'timeout' | 'crashed' | 'dead-lettered' | 'dropped';
  readonly detail: string;
}

/** Lambda waits a minute before the first retry and two before the second (Lambda developer guide, error handling). */
const RETRY_DELAYS_MS = [60_000, 120_000];

export function createAsynchronousInvocation(
  definition: Pick<LambdaFunction, 'deadLetterQueueArn' | 'maximumRetryAttempts'>,
  { invoke, sleep, send, onFailure, onGivenUp }: AsynchronousPorts,
): InvokeAsynchronously {
  return async (event) => {
    const attempts = 1 + definition.maximumRetryAttempts;
    for (let attempt = 1; ; attempt++) {
      const outcome = await invoke(event);
      if (outcome.status === 'ok') return;
      const delay = RETRY_DELAYS_MS[attempt - 1] ?? RETRY_DELAYS_MS.at(-1)!;
      const last = attempt === attempts;
      onFailure({
        status: outcome.status,
        detail: `${outcome.message} (attempt ${attempt} of ${attempts})`,
      });
      if (last) return giveUp(event, outcome.requestId, outcome.message);
      if (!(await sleep(delay))) return;
    }
  };

  async function giveUp(event: unknown, requestId: string, message: string): Promise<void> {
    const queueArn = definition.deadLetterQueueArn;
    if (!queueArn) {
      onGivenUp({ deadLetterError: false });
      onFailure({ status: 'dropped', detail: 'it has no dead-letter queue, the event is lost' });
      return;
    }
    const attributes = { RequestID: requestId, ErrorCode: '200', ErrorMessage: message.slice(0, 1024) };
    try {
      await send(queueArn, JSON.stringify(event), attributes);
    } catch (error) {
      onGivenUp({ deadLetterError: true });
      throw error;
    }
    onGivenUp({ deadLetterError: false });
    onFailure({ status: 'dead-lettered', detail: `the event is in ${queueArn.split(':').at(-1)}` });
  }
}
