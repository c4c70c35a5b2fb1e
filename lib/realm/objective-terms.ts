import { DEFAULT_OVER_SECONDS, jobLogMetricName, type ObjectiveTerms } from '../contract';
import { expectedRuns } from './objectives-schema';
import type { RealmConfig } from './realm-config';

/** The objectives of a realm file, as their budgets are counted. */
export const objectiveTerms = ({
  realm,
  system,
  metrics,
  jobs,
  objectives,
  schedules,
}: RealmConfig): ObjectiveTerms[] =>
  objectives.map(
    ({ name, job = '', worker = '', success, target, freshSeconds, startWithinSeconds, ...rest }) => ({
      name,
      realm,
      system,
      target: Number(((success ?? target!) / 100).toPrecision(12)),
      overSeconds: rest.overSeconds ?? DEFAULT_OVER_SECONDS,
      ...(freshSeconds === undefined && {
        runsPerDay: expectedRuns({ job: job || undefined, worker: worker || undefined, ...rest }, schedules),
      }),
      of:
        freshSeconds !== undefined
          ? { kind: 'fresh', job, freshSeconds }
          : startWithinSeconds !== undefined
            ? { kind: 'start-within', worker, withinSeconds: startWithinSeconds }
            : { kind: 'success', job },
      childIterations: jobs.find((one) => one.job === job)?.childIterations,
      counted: {
        namespace: metrics.namespace,
        ...(rest.records && {
          records: {
            failed: jobLogMetricName(realm, job, 'failed', system),
            ended: jobLogMetricName(realm, job, 'ended', system),
          },
        }),
      },
    }),
  );
