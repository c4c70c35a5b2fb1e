import type { MSKEvent } from 'aws-lambda';

/**
 * The values of a batch as Lambda's Kafka event source hands it over: by topic and partition, in base64.
 * @throws Error for an event of anything else, since that is a mistake of whoever set the function up.
 */
export function* recordValues(event: MSKEvent): Generator<Buffer | undefined, void> {
  if (typeof event !== 'object' || event === null || typeof event.records !== 'object') {
    throw new Error(
      `got an event of ${sourceOf(event)}, allowed: a batch of a Kafka event source (aws:kafka, SelfManagedKafka)`,
    );
  }
  for (const records of Object.values(event.records)) {
    for (const { value } of records) yield value ? Buffer.from(value, 'base64') : undefined;
  }
}

// --- internal ---

function sourceOf(event: unknown): string {
  const source = (event as { eventSource?: unknown } | null)?.eventSource;
  return typeof source === 'string' ? source : 'no source';
}
