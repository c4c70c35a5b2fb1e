import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type AlertRouting, JobObjective } from '../constructs';
import { expectedRuns } from './objectives-schema';
import type { RealmConfig } from './realm-config';
import { seconds } from './realm-worker';

/** The service level objectives of a realm file. */
export class RealmObjectives extends Construct {
  readonly objectives: readonly JobObjective[];

  constructor(scope: Construct, id: string, config: RealmConfig, alerts: AlertRouting, logGroup: ILogGroup) {
    super(scope, id);
    const { realm, system, metrics, jobs, schedules } = config;
    this.objectives = config.objectives.map(
      (objective) =>
        new JobObjective(this, objective.name, {
          realm,
          system,
          namespace: metrics.namespace,
          alerts,
          name: objective.name,
          job: objective.job,
          childIterations: jobs.find(({ job }) => job === objective.job)?.childIterations,
          worker: objective.worker,
          success: objective.success,
          fresh: seconds(objective.freshSeconds),
          startWithin: seconds(objective.startWithinSeconds),
          target: objective.target,
          over: seconds(objective.overSeconds),
          ...(objective.freshSeconds === undefined && { runsPerDay: expectedRuns(objective, schedules) }),
          ...(objective.records && { logGroup }),
          applicationSignals: objective.exported,
        }),
    );
  }
}
