import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';

/** A shorter interval of runs that holds in some stretches of every day or week: every 15 minutes by day, say. */
export interface JobPace {
  /** How often a run should end within the stretches. */
  readonly every: Duration;

  /** Whether the stretches are those of a day, or of a week. */
  readonly cycle: 'day' | 'week';

  /**
   * Since midnight in UTC, or since Monday's, in whole minutes; `until` may be in the next cycle. Metric math knows no
   * other clock, so of a zone with summer time they are the hours that are the same by both.
   */
  readonly stretches: readonly { readonly from: Duration; readonly until: Duration }[];
}

/**
 * The runs in periods that lie whole in a stretch, and 1 in all others.
 *
 * @param late how long after the beginning of a stretch its first run may end
 * @param window the shortest stretch that is worth it
 * @returns undefined when no stretch is so long
 */
export function pacedRuns(
  runs: MathExpression,
  { cycle, stretches }: JobPace,
  late: Duration,
  window: Duration,
): MathExpression | undefined {
  const length = cycle === 'day' ? DAY : 7 * DAY;
  const period = runs.period.toMinutes();
  const watched = stretches
    .map(({ from, until }) => ({
      from: from.toMinutes() + Math.ceil(late.toMinutes({ integral: false })),
      // The last period that ends in it.
      last: until.toMinutes() - period,
    }))
    .filter(({ from, last }) => last - from >= window.toMinutes({ integral: false }))
    .flatMap(({ from, last }) =>
      from >= length
        ? [{ from: from - length, last: last - length }]
        : last < length
          ? [{ from, last }]
          : [
              { from, last: length },
              { from: 0, last: last - length },
            ],
    );
  if (watched.length === 0) return undefined;
  const clock = `${cycle === 'day' ? '' : '(DAY(TIME_SERIES(0)) - 1) * 1440 + '}HOUR(TIME_SERIES(0)) * 60 + MINUTE(TIME_SERIES(0))`;
  const isWatched = watched
    .map(({ from, last }) => `(${CLOCK} >= ${from} AND ${CLOCK} <= ${last})`)
    .join(' OR ');
  return new MathExpression({
    label: runs.label,
    expression: `IF(${isWatched}, ${runs.expression}, 1)`,
    usingMetrics: {
      ...runs.usingMetrics,
      [CLOCK]: new MathExpression({ expression: clock, period: runs.period }),
    },
    period: runs.period,
  });
}

// --- internal ---

/** In minutes. */
const DAY = Duration.days(1).toMinutes();

/** Minutes since the beginning of the cycle. */
const CLOCK = 'clock';
