import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { badShare, burnTiers, secondsToSpeak } from '../../../lib/contract';
import { formatDuration } from '../../../lib/text';
import { DAY, MINUTE, objectiveModel, playFor, runs } from './burn';

const OVER_DAYS = 28;
const BUDGET = { target: 0.999, overSeconds: OVER_DAYS * 86_400 };
const PER_MINUTE = 1_000;
const model = objectiveModel({
  job: 'cmd/load',
  success: 99.9,
  runsPerDay: PER_MINUTE * 1440,
});

/** Minutes of a burn, from the first failed run on, until somebody is told, after days without a failure. */
function minutesToTold(burn: number): { readonly who: string; readonly minutes: number } {
  const before = burn >= 6 ? 6 * 60 : 72 * 60;
  const lasts = burn >= 6 ? 7 * 60 : 74 * 60;
  const share = burn * badShare(BUDGET);
  const { minutesTo } = playFor(
    model,
    runs([0, before + lasts], PER_MINUTE, (minute) => (minute < before ? 0 : share)),
    (before + lasts) * MINUTE,
  );
  const page = minutesTo('lava-dev-slo-loads-page', 'ALARM');
  const minutes = page ?? minutesTo('lava-dev-slo-loads-ticket', 'ALARM')!;
  return { who: page === undefined ? 'ticket' : 'page', minutes: minutes - before };
}

/** Minutes by the workbook's formula: the first tier whose long window is full enough. */
const formula = (burn: number): number =>
  Math.min(...burnTiers(BUDGET).map((tier) => secondsToSpeak(tier, burn))) / 60;

const BURNS = [1, 2, 5, 6, 10, 15, 20, 50, 100, 300, 1_000];
const told = new Map(BURNS.map((burn) => [burn, minutesToTold(burn)]));

test.each(BURNS)('a burn of %sx is told of as the formula says, and what CloudWatch takes more', (burn) => {
  const { minutes, who } = told.get(burn)!;
  expect(who).toBe(burn < 6 ? 'ticket' : 'page');
  // The minute that is not whole yet and the second of the evaluation; an hour where a window spans more than a day.
  const more = minutes - formula(burn);
  expect(more).toBeGreaterThan(0);
  expect(more).toBeLessThan(burn < 6 ? 65 : 2.9);
});

test("the tiers spend what Google's table says of a budget of 30 days: 2 % in an hour, 5 % in six, 10 % in three days", () => {
  const spent = burnTiers({ target: 0.999, overSeconds: 30 * 86_400 }).map(
    ({ factor, longSeconds }) => (factor * longSeconds) / (30 * 86_400),
  );
  expect(spent.map((share) => Number((share * 100).toFixed(9)))).toEqual([2, 5, 10]);
});

test('docs/slo.md states what was played', () => {
  const path = join(__dirname, '../../../docs/slo.md');
  const page = readFileSync(path, 'utf8');
  const [before, , after] = page.split(/^<!-- burns -->\n/m);
  const table = [
    '| budget burns | runs that fail | told | after | by the formula | budget spent by then |\n',
    '| --- | --- | --- | --- | --- | --- |\n',
    ...BURNS.map((burn) => {
      const { who, minutes } = told.get(burn)!;
      const spent = (burn * minutes * MINUTE) / (OVER_DAYS * DAY);
      const cells = [
        `${burn}x`,
        `${Number((burn * 0.1).toFixed(2))} %`,
        who,
        formatDuration(Math.ceil(minutes * 60)),
        formatDuration(Math.ceil(formula(burn) * 60)),
        `${(spent * 100).toFixed(1)} %`,
      ];
      return `| ${cells.join(' | ')} |\n`;
    }),
  ].join('');
  if (process.env.PROMISES_DOCUMENT) {
    writeFileSync(path, `${before}<!-- burns -->\n${table}<!-- burns -->\n${after}`);
  } else expect(page).toContain(table);
});
