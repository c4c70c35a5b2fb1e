/**
 * Seconds from the dispatch of a run to its start; never less than 0, whatever the clocks say.
 * @param dispatched ISO-8601
 * @param started Epoch ms.
 */
export const runDelay = (dispatched: string, started: number): number =>
  Math.max(0, started - Date.parse(dispatched)) / 1000;
