import { draftIncidents } from '../../../lib/proof/draft';
import { templateTimes } from '../../../lib/proof/times';
import {
  IncidentError,
  otherAlarmNotes,
  parseIncident,
  readTemplates,
  rehearse,
} from '../../../lib/rehearsal';

const PAGE = 'arn:aws:sns:eu-west-1:123456789012:page';
const base = (AlarmName: string) => ({
  AlarmName,
  AlarmArn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${AlarmName}`,
  ActionsEnabled: true,
  AlarmActions: [PAGE],
  OKActions: [],
  InsufficientDataActions: [],
});
const composite = (name: string, AlarmRule: string, more: object = {}) => ({
  ...base(name),
  AlarmRule,
  ...more,
});
const described = {
  MetricAlarms: [
    {
      ...base('errors'),
      Namespace: 'Shop',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    },
  ],
  CompositeAlarms: [
    composite('held', 'ALARM(errors)', { ActionsSuppressor: 'deploying', ActionsSuppressorWaitPeriod: 0 }),
    composite('either', 'ALARM(errors) OR ALARM(database)'),
    composite('both', 'ALARM(errors) AND ALARM(database)'),
    composite('only', 'ALARM(database)'),
  ],
};
const model = readTemplates([{ template: described, stackName: 'deployed' }]);

const incidentWith = (expect: string, elsewhere = '') =>
  parseIncident(
    'i.yaml',
    `title: errors\nfor: 20m\n${elsewhere}\nsignals:\n  - { metric: { namespace: Shop, name: Errors }, series: '0x9 11x4 0x4' }\nexpect: [${expect}]\n`,
  );
const outcomes = (expect: string, elsewhere?: string) =>
  rehearse(model, incidentWith(expect, elsewhere)).verdicts.map(({ outcome }) => outcome);

test('what follows from an alarm that describe-alarms JSON does not have is unproven, and all else is judged', () => {
  expect(outcomes('{ by: 13m, from: 10m, alarm: held, state: ALARM }')).toEqual(['holds']);
  expect(outcomes('{ by: 13m, from: 10m, notified: page, alarm: held }')).toEqual(['unproven']);
  expect(outcomes('{ at: 14m, alarm: either, state: ALARM }')).toEqual(['holds']);
  expect(outcomes('{ at: 5m, alarm: either, state: OK }')).toEqual(['unproven']);
  expect(outcomes('{ never: both, until: 9m }')).toEqual(['holds']);
  expect(outcomes('{ never: both }')).toEqual(['unproven']);
  expect(outcomes('{ never: only }')).toEqual(['unproven']);
});

test('the expectation that is unproven says what breaks it', () => {
  const { verdicts } = rehearse(model, incidentWith('{ never: both }'));
  expect(verdicts[0]).toMatchObject({
    brokenBy: {
      words:
        'the alarms elsewhere that a composite alarm names put it into ALARM when they can (other-alarm=may-alarm)',
    },
  });
});

test('an incident says the state of an alarm elsewhere', () => {
  expect(outcomes('{ never: both }', 'elsewhere: { database: OK }')).toEqual(['holds']);
  expect(outcomes('{ at: 14m, alarm: both }', 'elsewhere: { database: ALARM }')).toEqual(['holds']);
  const told = '{ by: 13m, from: 10m, notified: page, alarm: held }';
  expect(outcomes(told, 'elsewhere: { deploying: OK }')).toEqual(['holds']);
  expect(outcomes(told, 'elsewhere: { deploying: ALARM }')).toEqual(['fails']);
});

test('only what a composite names and the template does not have is elsewhere', () => {
  const wrong = incidentWith('{ never: both }', 'elsewhere: { databse: OK, errors: ALARM }');
  const what = 'elsewhere: no composite alarm names such an alarm that the template does not have, got';
  const allowed = 'allowed: deploying, database';
  expect(() => rehearse(model, wrong)).toThrow(
    new IncidentError([
      { file: 'i.yaml', message: `${what} 'databse', did you mean 'database', ${allowed}` },
      { file: 'i.yaml', message: `${what} 'errors', ${allowed}` },
    ]),
  );
  expect(() => incidentWith('{ never: both }', 'elsewhere: { database: ALRM }')).toThrow(
    "i.yaml:3: database: unknown value, did you mean ALARM, got 'ALRM', allowed: OK, ALARM, INSUFFICIENT_DATA",
  );
});

test('drafted incidents say the states that their composites need, and prove who is told', () => {
  const { incidents, findings, coverage } = draftIncidents(model, [], {});
  const said = incidents.map(({ name, text }) => [name, /^elsewhere: .*$/m.exec(text)?.[0]]);
  expect(said).toEqual([
    ['errors', undefined],
    ['held', 'elsewhere: { deploying: OK }'],
    ['either', 'elsewhere: { database: OK }'],
    ['both', 'elsewhere: { database: ALARM }'],
    ['only', 'elsewhere: { database: ALARM }'],
  ]);
  expect(incidents.at(-1)!.text).toContain(
    'signals: []\nexpect:\n  - { from: 0s, by: 1m, notified: page, alarm: only }\n',
  );
  expect(coverage.alarms.each.map(({ alarmName, told }) => [alarmName, told])).toEqual([
    ['errors', ['page']],
    ['held', ['page']],
    ['either', ['page']],
    ['both', ['page']],
    ['only', ['page']],
  ]);
  expect(findings).toEqual([]);
});

test('a drafted incident lasts until the actions of a composite have waited for its suppressor', () => {
  const wait = 1800;
  const waiting = {
    ...described,
    CompositeAlarms: [
      composite('held', 'ALARM(errors)', {
        OKActions: [PAGE],
        ActionsSuppressor: 'deploying',
        ActionsSuppressorWaitPeriod: wait,
      }),
    ],
  };
  const { incidents } = draftIncidents(readTemplates([{ template: waiting, stackName: 'deployed' }]), [], {});
  const [, held] = incidents;
  const lines = held!.text.split('\n').filter((line) => line.includes('notified: page, alarm: held'));
  expect(lines).toEqual([
    '  - { from: 39m, by: 42m, notified: page, alarm: held }',
    '  - { from: 1h18m, by: 1h21m, notified: page, alarm: held, state: OK }',
  ]);
});

test('the table of times says under which state of an alarm elsewhere it holds', () => {
  const notes = templateTimes(model, (name) => name !== 'errors').map(({ alarm, faults, reason }) => [
    alarm,
    reason ?? faults[0]?.note,
  ]);
  expect(notes).toEqual([
    ['held', 'by errors; if deploying does not hold its actions back'],
    ['either', 'by errors; while database is in OK; who subscribes to page is not known'],
    ['both', 'by errors; while database is in ALARM; who subscribes to page is not known'],
    [
      'only',
      'no ALARM of its children holds its rule; not in the template, so that nothing is known of it: database',
    ],
  ]);
});

test('a rehearsal notes the alarms elsewhere of which no incident says the state', () => {
  const incident = incidentWith('{ never: both }', 'elsewhere: { deploying: OK }');
  expect(otherAlarmNotes(model, [incident])).toEqual([
    "alarm 'database' is not in it, so that what follows from its state is not known of either, both, only; an incident can say it: elsewhere",
  ]);
});
