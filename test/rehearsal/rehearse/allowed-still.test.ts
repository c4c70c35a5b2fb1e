import { draftIncidents } from '../../../lib/proof/draft';
import { mutants } from '../../../lib/proof/mutation';
import { coverage, coverageReport, readTemplates, rehearse } from '../../../lib/rehearsal';
import { backlog, smallTemplate } from '../small-template';

/** A queue is never so deep. */
const modelWith = (Metadata: object) => {
  const { Resources } = smallTemplate({ ComparisonOperator: 'LessThanThreshold', Threshold: 0 });
  const { Both: _, Depth, ...others } = Resources;
  return readTemplates([
    { template: { Resources: { ...others, Depth: { ...Depth, Metadata } } }, stackName: 's' },
  ]);
};
const why = 'the threshold comes with the new queue';
const allowed = modelWith({ tiltmeter: { allow: ['alarm-never-alarms'], why } });
const plain = modelWith({});

test('an alarm that is allowed never to alarm is not asked of the incidents, and is told', () => {
  const played = (model: typeof plain) => [
    rehearse(
      model,
      backlog(
        ['{ by: 10m, alarm: errors }'],
        ['log: /var/log/lava/dev\n    from: 5m\n    line: { level: ERROR }'],
      ),
    ),
  ];
  expect(coverage(plain, played(plain))).toMatchObject({
    percent: 66,
    alarms: { still: ['depth'], allowed: [] },
  });
  const covered = coverage(allowed, played(allowed));
  expect(covered).toMatchObject({ percent: 100, alarms: { still: [], allowed: [{ name: 'depth', why }] } });
  expect(coverageReport(covered).slice(0, 2)).toEqual([
    'coverage 100 %: 1/1 alarms, 1/1 metric filters',
    `  alarm depth is allowed never to go into ALARM: ${why}`,
  ]);
});

test('it is no finding of a draft, and is not broken', () => {
  const names = (model: typeof plain) =>
    draftIncidents(model, [], {})
      .findings.filter(({ kind }) => kind === 'alarm')
      .map(({ name }) => name);
  expect([names(plain), names(allowed)]).toEqual([['depth'], []]);
  const subjects = (model: typeof plain) => new Set(mutants(model).map(({ subject }) => subject));
  expect([subjects(plain).has('depth'), subjects(allowed).has('depth')]).toEqual([true, false]);
  expect(subjects(allowed).has('errors')).toBe(true);
});

test('without a reason nothing is allowed', () => {
  const model = modelWith({ tiltmeter: { allow: ['alarm-never-alarms'] } });
  expect(coverage(model, []).alarms.still).toContain('depth');
});
