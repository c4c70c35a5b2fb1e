/**
 * Metric math for the messages that wait for each machine in service; with nobody in service the depth itself is the
 * backlog, which brings the first machine.
 * @param depth Name of the queue's depth in the expression.
 * @param inService Name of the number of machines.
 */
export const backlogExpression = (depth: string, inService: string): string =>
  `${depth} / IF(FILL(${inService}, 0) > 0, ${inService}, 1)`;
