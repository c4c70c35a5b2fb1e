import { type ErrorBudget, shareText } from './error-budget';

/** What an objective is about. */
export type Promised =
  | { readonly kind: 'success'; readonly job: string }
  | { readonly kind: 'fresh'; readonly job: string; readonly freshSeconds: number }
  | { readonly kind: 'start-within'; readonly worker: string; readonly withinSeconds: number };

/**
 * What is promised, for the person who is told that it is broken.
 * @param duration words of seconds, `28d`
 */
export function promiseWords(
  { target, overSeconds, of }: ErrorBudget & { readonly of: Promised },
  duration: (seconds: number) => string,
): string {
  const [share, over] = [shareText(target), `over ${duration(overSeconds)}`];
  if (of.kind === 'fresh') {
    return `The last success of job ${of.job} is to be younger than ${duration(of.freshSeconds)} in ${share} of minutes ${over}`;
  }
  return of.kind === 'start-within'
    ? `${share} of the runs of worker ${of.worker} are to start within ${duration(of.withinSeconds)}, ${over}`
    : `${share} of the runs of job ${of.job} are to succeed, ${over}`;
}
