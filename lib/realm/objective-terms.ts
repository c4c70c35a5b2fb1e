import { DEFAULT_OVER_SECONDS, jobLogMetricName } from '../../contract';
import type { ObjectiveTerms } from '../../operate';
import { expectedRuns } from '../../realm/objectives-schema';
import type { RealmConfig } from '../../realm/realm-config';

/** Runs expected in a day, of runs. */
type RunTerms = ObjectiveTerms & { readonly runsPerDay?: number };

/** The objectives of a realm file, as their budgets are counted. */
export const objectivesOf = ({
  realm,
  system,
  metrics,
  jobs,
  objectives,
  schedules,
}: RealmConfig): RunTerms[] =>
  objectives.map(
    ({ name, job = '', worker = '', success, target, freshSeconds, startWithinSeconds, ...rest }) => ({
      name,
      realm,
      target: Number(((success ?? target!) / 100).toPrecision(12)),
      overSeconds: rest.overSeconds ?? DEFAULT_OVER_SECONDS,
      runsPerDay: expectedRuns({ job: job || undefined, worker: worker || undefined, ...rest }, schedules),
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
