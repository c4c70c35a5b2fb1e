/** The query of a SEARCH that CloudWatch would not take, or that asks for what is not known here. */
export class MetricSearchError extends Error {
  constructor(
    problem: string,
    readonly query: string,
  ) {
    super(`search '${query}': ${problem}`);
    this.name = 'MetricSearchError';
  }
}
