import { OperateError, type SpentBudget } from '../../operate';
import { withinTime } from '../../time-limit/time-limit';
import { UsageError } from '../usage-error';

/** How objectives stand at an instant, epoch milliseconds. */
export interface BudgetsAt {
  readonly at: number;
  readonly budgets: readonly SpentBudget[];
}

/** ms that the console of a local realm may take to answer. */
export const CONSOLE_LIMIT_MS = 10_000;

/** How the objectives of the local realm stand that runs behind a console's address, in its own time. */
export async function consoleBudgets(address: string, signal: AbortSignal): Promise<BudgetsAt> {
  const url = urlOf(address);
  try {
    return await withinTime(CONSOLE_LIMIT_MS, async (late) => {
      const response = await fetch(url, { signal: AbortSignal.any([signal, late]) });
      const answer = (await response.json()) as Partial<BudgetsAt> & { readonly error?: string };
      const { at, budgets } = answer;
      if (!response.ok || at === undefined || !budgets)
        throw new Error(answer.error ?? `answered ${response.status}`);
      return { at, budgets };
    });
  } catch (error) {
    if (signal.aborted) throw error;
    const { message, cause } = error as Error & { cause?: Error };
    throw new OperateError(`slo: no local realm answers at ${url.origin}: ${cause?.message || message}`);
  }
}

// --- internal ---

function urlOf(address: string): URL {
  const url = URL.canParse(address) ? new URL('/api/budgets', address) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new UsageError(
    `slo: --console: got '${address}', allowed: the address that tiltmeter up prints, such as http://127.0.0.1:4700`,
  );
}
