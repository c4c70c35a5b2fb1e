import { wayOn } from '../../../lib/cli/draft/way-on';
import type { Draft } from '../../../lib/proof/draft';
import type { TemplateModel } from '../../../lib/rehearsal';

const draftOf = (...names: string[]) =>
  ({
    findings: names.map((name) => ({ kind: 'alarm', name, message: '' })),
    coverage: { alarms: { still: names } },
  }) as unknown as Draft;
const MODEL = { compositeAlarms: [{ alarmName: 'both' }] } as unknown as TemplateModel;
const hint = (names: readonly string[], template: object) =>
  wayOn(draftOf(...names), MODEL, () => [{ template }]);

test.each([
  [['depth'], 'alarm-never-alarms'],
  [['both'], 'composite-never-alarms'],
  [['depth', 'both'], 'alarm-never-alarms, composite-never-alarms'],
])('%j is allowed in a template by the rule that check has', (names, codes) => {
  expect(hint(names, { Resources: {} })).toBe(
    `change what can never alarm, or allow it: Metadata of its resource, tiltmeter: { allow: [${codes}], why: REASON }`,
  );
});

test('of an answer of AWS, which has no Metadata, only the option of check is said', () => {
  expect(hint(['both'], { MetricAlarms: [], CompositeAlarms: [] })).toBe(
    'change what can never alarm; what was given has no place to allow 1 alarm, and check leaves the rule out for all alarms: --allow composite-never-alarms',
  );
});

test('there is no hint where every alarm has an incident', () => {
  expect(hint([], { Resources: {} })).toBeUndefined();
});
