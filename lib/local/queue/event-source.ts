import type { EventSourceMapping, TemplateModel } from '../../rehearsal/template/template-model';
import type { Invocation } from '../function/function-process';

/** A message as a queue gives it. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface EventSourcePorts {
  /** Up to ten messages of a queue. */
  readonly receive: (queueArn: string) => Promise<readonly ReceivedMessage[]>;
  readonly remove: (queueArn: string, receiptHandle: string) => Promise<void>;
  readonly invoke: (functionArn: string, event: unknown) => Promise<Invocation>;
  /** Waits between two looks at an empty queue. */
  readonly rest: () => Promise<void>;
  readonly onError: (error: Error) => void;
}

/** The functions of the template that queues feed. */
export interface FedFunction extends Pick<EventSourceMapping, 'eventSourceArn' | 'batchSize'> {
  readonly functionArn: string;
}

/** The mappings of a template's queues whose functions have their code on this machine. */
export function queueMappings(
  {
    eventSourceMappings,
    functions,
    queues,
  }: Pick<TemplateModel, 'eventSourceMappings' | 'functions' | 'queues'>,
  { has }: { readonly has: (functionArn: string) => boolean },
): FedFunction[] {
  return eventSourceMappings.flatMap(({ functionName, eventSourceArn, batchSize, enabled }) => {
    const fed = functions.find(
      (one) => functionName === one.functionName || functionName === one.functionArn,
    );
    const isQueue = queues.some(({ queueArn }) => queueArn === eventSourceArn);
    if (!enabled || !isQueue || !fed || !has(fed.functionArn)) return [];
    return [{ eventSourceArn, batchSize, functionArn: fed.functionArn }];
  });
}

/**
 * Lambda's part between queues and functions: takes messages in batches, and deletes those that the function has not
 * named as failed (ReportBatchItemFailures); when it fails as a whole, all come again after the visibility timeout.
 */
export function startEventSources(
  mappings: readonly FedFunction[],
  ports: EventSourcePorts,
): { readonly stop: () => void } {
  let stopped = false;
  const poll = async (mapping: FedFunction): Promise<void> => {
    while (!stopped) {
      try {
        const batch = await takeBatch(mapping, ports);
        if (batch.length > 0) await handle(mapping, batch, ports);
        else if (!stopped) await ports.rest();
      } catch (error) {
        if (stopped) return;
        ports.onError(error as Error);
        await ports.rest();
      }
    }
  };
  for (const mapping of mappings) void poll(mapping);
  return {
    // Not waited for: a function that is at work is ended by its pool.
    stop() {
      stopped = true;
    },
  };
}

// --- internal ---

/** Lambda's own when the template does not say (CloudFormation, AWS::Lambda::EventSourceMapping). */
const DEFAULT_BATCH = 10;

async function takeBatch(
  { eventSourceArn, batchSize = DEFAULT_BATCH }: FedFunction,
  { receive }: EventSourcePorts,
): Promise<ReceivedMessage[]> {
  const batch: ReceivedMessage[] = [];
  while (batch.length < batchSize) {
    const more = await receive(eventSourceArn);
    batch.push(...more);
    if (more.length === 0) break;
  }
  return batch;
}

async function handle(
  { eventSourceArn, functionArn }: FedFunction,
  batch: readonly ReceivedMessage[],
  { invoke, remove }: EventSourcePorts,
): Promise<void> {
  const Records = batch.map((message) => ({
    ...message,
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: eventSourceArn,
    awsRegion: eventSourceArn.split(':')[3],
  }));
  const outcome = await invoke(functionArn, { Records });
  if (outcome.status !== 'ok') return;
  const { batchItemFailures = [] } = (outcome.result ?? {}) as {
    batchItemFailures?: readonly { readonly itemIdentifier: string }[];
  };
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const done = batch.filter(({ messageId }) => !failed.has(messageId));
  await Promise.all(done.map(({ receiptHandle }) => remove(eventSourceArn, receiptHandle)));
}
