/**
 * Runs in the process of one Lambda function, in the place of Lambda's runtime: loads the handler, then
 * answers one event after the other. Arguments: the code's folder, the handler (`index.handler`).
 */
import { join } from 'node:path';
import process from 'node:process';
import type { FromFunction, FunctionContext, ToFunction } from './function-protocol';

type Handler = (event: unknown, context: FunctionContext) => unknown;

const [directory, name] = process.argv.slice(2);
try {
  serve(loadHandler(directory!, name!));
  answer({ kind: 'ready' });
} catch (error) {
  answer({ kind: 'init-error', error: describe(error) });
}

// --- internal ---

/** `a/b.handler` is the export `handler` of `a/b.js`. */
function loadHandler(folder: string, handler: string): Handler {
  const dot = handler.lastIndexOf('.');
  const module = require(join(folder, handler.slice(0, dot))) as Record<string, unknown>;
  const exported = module[handler.slice(dot + 1)];
  if (typeof exported !== 'function')
    throw new Error(`handler ${handler}: the module exports no such function`);
  return exported as Handler;
}

function serve(handler: Handler): void {
  // The leash has let go of the channel; a function waits there for its next event.
  process.channel?.ref();
  process.on('message', async ({ event, context }: ToFunction) => {
    const deadline = Date.now() + context.timeoutMs;
    const getRemainingTimeInMillis = () => Math.max(0, deadline - Date.now());
    try {
      const result = await handler(event, { ...context, ...{ getRemainingTimeInMillis } });
      answer({ kind: 'result', result: result ?? null });
    } catch (error) {
      answer({ kind: 'error', error: describe(error) });
    }
  });
}

function answer(message: FromFunction): void {
  process.send!(message);
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
