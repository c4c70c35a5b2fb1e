import type { DispatchMessage } from '../../contract/dispatch-message';

/** A queue message as a dispatch message, or what is wrong with it. */
export function parseDispatchMessage(
  body: string | undefined,
  expected: { readonly realm: string; readonly worker: string },
): { readonly message: DispatchMessage } | { readonly problem: string } {
  const message = parseObject(body);
  if (message === undefined) return { problem: 'not a JSON object' };
  const missing = REQUIRED.filter((field) => typeof message[field] !== 'string' || message[field] === '');
  if (missing.length > 0) return { problem: `no string in ${missing.join(', ')}` };
  for (const field of ['realm', 'worker'] as const) {
    if (message[field] !== expected[field]) {
      return { problem: `for ${field} ${String(message[field])}, but this is ${expected[field]}` };
    }
  }
  if (Number.isNaN(Date.parse(String(message.ts_dispatch)))) return { problem: 'ts_dispatch is no time' };
  return { message: message as unknown as DispatchMessage };
}

// --- internal ---

const REQUIRED = ['realm', 'worker', 'job_id', 'run_id', 'ts_dispatch'] as const;

function parseObject(body: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
