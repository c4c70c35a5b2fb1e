import { coverage, rehearse } from '../../../lib/rehearsal';
import { backlog, smallModel } from '../small-template';

const model = smallModel();
const ERRORS = '{ log: /var/log/lava/dev, from: 12m, until: 15m, every: 30s, line: { level: ERROR } }';
const quiet = backlog(['{ never: errors }']);

test('an alarm is moved by ALARM, a filter by a record that it matches', () => {
  expect(coverage(model, [rehearse(model, quiet)])).toEqual({
    alarms: { moved: ['depth'], unproven: [], still: ['errors', 'both'] },
    metricFilters: { moved: [], unproven: [], still: ['error-lines'] },
    percent: 25,
  });
});

test('several incidents add up', () => {
  const rehearsals = [quiet, backlog(['{ by: 20m, alarm: both }'], [ERRORS])].map((one) =>
    rehearse(model, one),
  );
  expect(coverage(model, rehearsals).percent).toBe(100);
});

test('a record in another group moves no filter', () => {
  const other = ERRORS.replace('/var/log/lava/dev', '/other');
  const wider = smallModel(
    {},
    { Other: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/other' } } },
  );
  const incident = backlog(['{ never: errors }'], [other]);
  expect(coverage(wider, [rehearse(wider, incident)]).metricFilters.moved).toEqual([]);
});
