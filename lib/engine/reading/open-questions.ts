import type { OpenQuestion } from './open-question';

/**
 * Everything that the engine has to assume about CloudWatch, or about what is not at hand, by code. Nothing else in the engine decides an open
 * question: it asks the reading. `docs/engine.md` is written from this table.
 */
export const OPEN_QUESTIONS = {
  'range-minute': {
    asks: 'how many periods an evaluation looks at, for periods of 60 to 299 s',
    answers: {
      'five-minutes': 'CloudWatch looks at N periods and five minutes more where a period is 60 to 299 s',
      'six-minutes':
        'CloudWatch looks at N + 2 periods, but at six minutes at least, where a period is 60 to 299 s',
      'two-periods': 'CloudWatch looks at only N + 2 periods where a period is 60 to 299 s',
    },
    evidence:
      'three timelines of 60 s alarms with N 1 show 6 periods, which every answer keeps there; N of 2 and more, 120 s and 180 s were never measured; N + 2 is recorded at 300 s and more',
    status: 'inferred',
  },
  'range-long': {
    asks: 'how many periods an evaluation looks at, for 9 and more evaluation periods',
    answers: {
      'as-shorter': 'CloudWatch looks at as many periods beyond N for 9 and more as for fewer',
      'one-period': 'CloudWatch looks at only N + 1 periods where N is 9 or more',
      'a-quarter': 'CloudWatch looks at a quarter of N more where N is 9 or more',
    },
    evidence:
      'AWS says that what is looked at beyond N depends on the period; the largest N that was measured is 8, at 900 s: 10 periods',
    status: 'stated',
  },
  'range-short': {
    asks: 'how many periods an evaluation looks at, for periods of 10, 20 and 30 s',
    answers: {
      'one-minute': 'CloudWatch looks at N periods and one minute more where a period is below 60 s',
      'three-times': 'CloudWatch looks at 3 N periods where a period is below 60 s',
    },
    evidence:
      'ten recorded transitions at 10 s with N 3 show 9 periods, which is both; 20 and 30 s were never measured',
    status: 'inferred',
  },
  'range-math': {
    asks: 'how many periods an evaluation of metric math looks at',
    answers: {
      'as-metrics': 'CloudWatch looks at as many periods of metric math as of a metric',
      'only-n': 'CloudWatch looks at only N periods of metric math',
    },
    evidence: 'no alarm on metric math was measured',
    status: 'open',
  },
  'window-rds-sqs': {
    asks: 'how long before an evaluation the newest period ends, on AWS/RDS and AWS/SQS',
    seconds: [60],
    most: 300,
    words: 'the newest period on AWS/RDS and AWS/SQS ends {} s early',
    evidence: 'six recorded alarms bound it to 57 to 61 s; alarms on AWS/RDS of October 2020 had none',
    status: 'recorded',
  },
  'window-alb': {
    asks: 'how long before an evaluation the newest period ends, on AWS/ApplicationELB',
    seconds: [150, 120, 180],
    most: 300,
    words: 'the newest period on AWS/ApplicationELB ends {} s early',
    evidence: 'three recorded alarms: if it is one number, it is between 131 and 168 s',
    status: 'recorded',
  },
  'window-other': {
    asks: 'how long before an evaluation the newest period ends, on a service that was never measured',
    seconds: [0, 60, 120],
    most: 300,
    words: 'the newest period on a service that was never measured ends {} s early',
    evidence:
      'custom metrics, AWS/EC2, AWS/Lambda and AWS/Billing were measured and have no such lag; three other services have one',
    status: 'open',
  },
  'window-math': {
    asks: 'whether the newest period of metric math ends early where that of its metrics does',
    answers: {
      none: 'the newest period of metric math ends with the last full minute',
      'as-metrics': 'the newest period of metric math ends as early as that of its latest metric',
    },
    evidence: 'the one recorded alarm on metric math over AWS/RDS had no lag',
    status: 'inferred',
  },
  'window-short-math': {
    asks: 'how old the end of the newest period of metric math must be, for periods of 10, 20 and 30 s without a Period on the expression',
    seconds: [6.5, 5.1, 8.2],
    most: 10,
    words: 'metric math of periods below a minute ends its newest period {} s early',
    evidence:
      'alarms evaluated up to 5.1 s after a full ten seconds left the newest period out, one at 8.2 s had it',
    status: 'recorded',
  },
  'mixed-units': {
    asks: 'what an alarm without a Unit reads in a period that has data of several units',
    answers: {
      'first-unit': 'an alarm without a Unit reads the unit that GetMetricData prefers',
      'last-unit': 'an alarm without a Unit reads the unit that GetMetricData prefers least',
      'all-units': 'an alarm without a Unit adds the data of all units up',
    },
    evidence:
      'reads with GetMetricData were recorded to take one unit, milliseconds before seconds and counts before both; AWS calls it undefined for alarms',
    status: 'inferred',
  },
  'emf-refusal': {
    asks: 'what one bad member of an embedded metric document spoils',
    answers: {
      document: 'a bad directive spoils its whole embedded metric document',
      directive: 'a bad directive of an embedded metric document spoils itself alone',
    },
    evidence: 'AWS counts what it refuses and does not say how much that is',
    status: 'open',
  },
  'fill-never': {
    asks: 'what FILL makes of a metric that never had a datum',
    answers: {
      fills: 'FILL fills a metric that never had a datum',
      nothing: 'FILL gives nothing for a metric that never had a datum',
    },
    evidence:
      'one recorded alarm on a load balancer shows a fill without any data; a metric of other kinds was never seen',
    status: 'inferred',
  },
  'record-delay': {
    asks: 'how long after its time a log record counts in the metrics of its filters',
    seconds: [30, 0, 120],
    most: 86_400,
    words: 'a log record counts in its metrics {} s after its time',
    evidence: 'recorded as readable within about a minute; AWS promises nothing',
    status: 'recorded',
  },
  'aws-delay': {
    asks: 'how long after its time a datum of a namespace AWS/… can be seen by an alarm',
    seconds: [60, 0, 120],
    most: 86_400,
    words: 'a metric of AWS can be seen {} s after its time',
    evidence: 'differs by service; one Lambda alarm fired 47 s after the failure',
    status: 'open',
  },
  'evaluation-second': {
    asks: 'at which second of the minute an alarm is evaluated',
    seconds: [49, 0, 59],
    most: 59.999,
    words: 'the alarms are evaluated at second {} of the minute',
    evidence:
      'every alarm has a second of its own, which CloudWatch tells nowhere; 49 is one that was observed',
    status: 'open',
  },
  'restart-delay': {
    asks: 'how long after SetAlarmState a metric alarm is evaluated again',
    seconds: [30, 9.7, 49.9],
    most: 60,
    words: 'an alarm is evaluated again {} s after SetAlarmState',
    evidence: 'recorded between 9.7 and 49.9 s',
    status: 'recorded',
  },
  'premature-reason': {
    asks: 'which datapoint the reason of a premature alarm without DatapointsToAlarm names',
    answers: { breaching: 'the reason of a premature alarm names the datapoint that breaches' },
    evidence: 'no such text was recorded; no state depends on it',
    status: 'open',
  },
  stddev: {
    asks: 'what STDDEV divides by',
    answers: { population: 'STDDEV is that of the population' },
    evidence: 'AWS says neither; no example tells',
    status: 'open',
  },
  'filter-no-number': {
    asks: 'what a metric filter with a default value publishes for an event that matches and gives no number',
    answers: { nothing: 'a match without a number publishes nothing' },
    evidence: 'AWS says what an event that does not match gives, and no more; a notice tells of it',
    status: 'open',
  },
  'and-or': {
    asks: 'whether AND or OR binds tighter in the rule of a composite alarm',
    answers: {
      'and-first': 'AND binds tighter than OR in a composite alarm',
      'or-first': 'OR binds tighter than AND in a composite alarm',
      'left-first': 'AND and OR of a composite alarm are read from left to right',
    },
    evidence: 'AWS takes both beside each other without parentheses and does not say',
    status: 'open',
  },
  'other-alarm': {
    asks: 'which state an alarm is in that a composite alarm names and that is not among those at hand',
    answers: {
      ok: 'the alarms elsewhere that a composite alarm names are OK',
      'may-alarm': 'the alarms elsewhere that a composite alarm names put it into ALARM when they can',
      'may-quiet': 'the alarms elsewhere that a composite alarm names keep it out of ALARM when they can',
    },
    evidence: 'nothing at hand says it: what is read is a part of an account',
    status: 'open',
  },
  'other-suppressor': {
    asks: 'whether a suppressor is in ALARM that is not among the alarms at hand, or depends on one that is not',
    answers: {
      quiet: 'the suppressor elsewhere is not in ALARM',
      alarm: 'the suppressor elsewhere is in ALARM all the time',
    },
    evidence: 'nothing at hand says it: what is read is a part of an account',
    status: 'open',
  },
} as const satisfies Readonly<Record<string, OpenQuestion>>;

export type QuestionCode = keyof typeof OPEN_QUESTIONS;
