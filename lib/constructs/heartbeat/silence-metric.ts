import type { Duration } from 'aws-cdk-lib';
import { MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * The counts of a metric filter as a series without gaps: 0 where nothing is counted, so that an alarm does not look
 * for older data and the newest periods decide.
 *
 * Before the first count there is no value, rather than 0. REPEAT fills after a count only, so a new alarm that warms
 * up waits for it, and from then on the warm-up ends by itself: a worker that dies soon after its first start is told
 * of in time. When no count is left in what CloudWatch looks at, there is no value either; `breaching` stands for it.
 */
export function silenceMetric(counts: Metric, period: Duration, what = 'heartbeats'): MathExpression {
  return new MathExpression({
    label: `${what}, 0 in silence`,
    expression: 'IF(FILL(counts, REPEAT), FILL(counts, 0))',
    usingMetrics: { counts: counts.with({ period }) },
    period,
  });
}

/** The same of a fleet that may have no machine: 1 while there is none that could send anything. */
export function silenceWhileNeeded(counts: Metric, machines: Metric, period: Duration): MathExpression {
  return new MathExpression({
    label: 'heartbeats, or 1 without machines',
    // Without any metric of the group there is no value; what it says late is what it said last.
    expression: 'IF(FILL(machines, REPEAT) > 0, FILL(beats, 0), 1)',
    usingMetrics: { machines: machines.with({ period }), beats: counts.with({ period }) },
    period,
  });
}
