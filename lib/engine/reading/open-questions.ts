import type { OpenQuestion } from './open-question';

/**
 * Everything that the engine has to assume about CloudWatch, by code. Nothing else in the engine decides an open
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
      'three timelines of 60 s alarms with N 1 show 6 periods, so that N + 2 is excluded there; N of 2 and more, 120 s and 180 s were never measured; N + 2 is recorded at 300 s and more',
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
} as const satisfies Readonly<Record<string, OpenQuestion>>;

export type QuestionCode = keyof typeof OPEN_QUESTIONS;
