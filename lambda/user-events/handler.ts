import type { MSKEvent } from 'aws-lambda';
import { readConfig } from './config';
import { createCounter } from './counter';

let count: ReturnType<typeof createCounter> | undefined;

/** Entry point of the function. The environment is read at the first event, so that a mistake in it is an error of that event. */
export async function handler(event: MSKEvent): Promise<void> {
  count ??= createCounter(readConfig(process.env), {
    write: (line) => process.stdout.write(`${line}\n`),
    now: Date.now,
  });
  await count(event);
}
