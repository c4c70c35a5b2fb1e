import { Duration } from 'aws-cdk-lib';
import type { IAlarm, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import {
  DEFAULT_SYSTEM,
  type ErrorBudget,
  jobLogMetricName,
  type ObjectiveTerms,
  realmNames,
  systemNamespace,
} from '../../contract';
import { SEVERITY } from '../alert-routing';
import { secondsOf } from '../prop-checks';
import { checkRealm } from '../worker-monitor';
import { burnAlarms } from './burn-alarms';
import { countAlarms } from './count-alarms';
import { exportedObjective } from './exported-objective';
import type { JobObjectiveProps } from './job-objective-props';
import type { ObjectiveAlarms, ObjectivePlace } from './objective-alarms';
import { type FreshPromise, promiseOf, type RunPromise } from './objective-promise';
import { promisedOf, promiseText } from './objective-text';
import { budgetLeft, burnRate, runSignal } from './run-signal';
import { ageMetric, staleAlarm, staleBudgetLeft, staleBurnRate } from './stale-alarm';

/**
 * A service level objective of a job's or a worker's runs: a share that is promised over weeks, whose budget of bad runs or
 * minutes may be spent. Somebody is paged while it is spent so fast that it matters within days, and gets a ticket while it
 * leaks away; CloudWatch looks back for seven days at most, so what is left of it is a metric and no alarm.
 */
export class JobObjective extends Construct {
  readonly page: IAlarm;
  /** Undefined where whatever tells pages. */
  readonly ticket?: IAlarm;
  readonly budget: ErrorBudget;
  /** `loads-succeed` */
  readonly name: string;
  /** What is promised, in words. */
  readonly description: string;
  /** How its budget is counted; with the names of those of its alarms that are told, an AlertDispatcher explains them. */
  readonly terms: ObjectiveTerms;
  readonly alarmNames: readonly string[];

  private readonly left: () => MathExpression;
  private readonly rate: (windowSeconds: number) => MathExpression;

  constructor(scope: Construct, id: string, props: JobObjectiveProps) {
    super(scope, id);
    checkRealm(this, props);
    const promise = promiseOf(this, props);
    const place = placeOf(props);
    const exported = (signal: Parameters<typeof exportedObjective>[3]) => {
      if (props.applicationSignals) exportedObjective(this, place.nameOf('objective'), promise, signal);
    };
    let alarms: ObjectiveAlarms;
    if ('freshSeconds' in promise) {
      const age = ageMetric(props, promise);
      alarms = staleAlarm(this, place, promise, age);
      exported(age);
      this.left = () => staleBudgetLeft(age, promise);
      this.rate = (windowSeconds) => staleBurnRate(age, promise, windowSeconds);
    } else {
      const signal = runSignal(this, props, promise);
      alarms = (promise.isRate ? burnAlarms : countAlarms)(this, place, promise, signal);
      exported(signal);
      this.left = () => budgetLeft(signal, promise);
      this.rate = (windowSeconds) => burnRate(signal, promise, windowSeconds);
    }
    this.page = alarms.page;
    this.ticket = alarms.ticket;
    this.budget = promise.budget;
    this.name = props.name;
    this.description = promiseText(promise);
    this.terms = termsOf(props, promise);
    this.alarmNames = (['page', ...(alarms.ticket ? ['ticket'] : [])] as const).map((part) =>
      props.alerts.nameOf(place.nameOf(part)),
    );
  }

  /**
   * The share of the budget that is left over the whole time, 1 for all of it and below 0 for more than there is: for
   * dashboards, since no alarm looks back so far.
   */
  metricBudgetLeft(): MathExpression {
    return this.left();
  }

  /**
   * How many times too fast the budget is spent, over a window.
   * @param window default an hour
   */
  metricBurnRate(window: Duration = Duration.hours(1)): MathExpression {
    return this.rate(secondsOf(this, 'window', window));
  }
}

// --- internal ---

function termsOf(
  { name, realm, system, namespace = systemNamespace(system) }: JobObjectiveProps,
  promise: RunPromise | FreshPromise,
): ObjectiveTerms {
  const of = promisedOf(promise);
  const runs = 'of' in promise && 'job' in promise.of ? promise.of : undefined;
  const logMetric = (end: 'failed' | 'ended') => jobLogMetricName(realm, runs!.job, end, system);
  return {
    name,
    realm,
    // Each byte counts in the environment of the function that reads it.
    ...(system !== DEFAULT_SYSTEM && { system }),
    ...promise.budget,
    of,
    ...('runsPerDay' in promise && { runsPerDay: promise.runsPerDay }),
    ...(runs?.childIterations !== undefined && { childIterations: runs.childIterations }),
    counted: {
      namespace,
      ...(runs?.logGroup && { records: { failed: logMetric('failed'), ended: logMetric('ended') } }),
    },
  };
}

function placeOf({ realm, system, name, alerts, severities = {} }: JobObjectiveProps): ObjectivePlace {
  const { objectiveAlarm } = realmNames(realm, system);
  return {
    realm,
    alerts,
    severities: { page: severities.page ?? SEVERITY.page, ticket: severities.ticket ?? SEVERITY.ticket },
    nameOf: (part) => objectiveAlarm(name, part),
  };
}
