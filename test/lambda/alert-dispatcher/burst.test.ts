import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Burst, type BurstOutcome, burst } from './burst';

const DOCUMENT = join(__dirname, '../../../docs/alerts.md');
const BEGIN = '<!-- bursts: written by test/lambda/alert-dispatcher/burst.test.ts with WRITE_DOCUMENT=1 -->';
const END = '<!-- end of bursts -->';

const CHANNELS: readonly (Omit<Burst, 'alarms'> & { readonly name: string })[] = [
  { name: 'Slack, one message a second, Retry-After 1', kind: 'slack', rate: 1, retryAfter: '1' },
  { name: 'Slack, one message a second, Retry-After 30', kind: 'slack', rate: 1, retryAfter: '30' },
  { name: 'webhook, one message a second, Retry-After 1', kind: 'webhook', rate: 1, retryAfter: '1' },
  { name: 'webhook, one message a second, Retry-After 3600', kind: 'webhook', rate: 1, retryAfter: '3600' },
  { name: 'PagerDuty, two events a second', kind: 'pagerduty', rate: 2 },
];
const NUMBERS = [3, 60, 300, 10_000];
const WRITE_DOCUMENT = process.env.WRITE_DOCUMENT !== undefined;
/** Ten thousand take half a minute even of virtual time where nothing is folded or the pauses are long. */
const numbersOf = ({ kind, retryAfter }: Pick<Burst, 'kind' | 'retryAfter'>) =>
  (kind === 'slack' && retryAfter === '1') || (WRITE_DOCUMENT && retryAfter !== '3600')
    ? NUMBERS
    : NUMBERS.slice(0, 3);
jest.setTimeout(600_000);

const outcomes = new Map<string, BurstOutcome[]>();

describe.each(CHANNELS)('$name', ({ name, ...channel }) => {
  test.each(numbersOf(channel))(
    '%i alarms at once are told, each once, and none is given up',
    async (alarms) => {
      const outcome = await burst({ ...channel, alarms });
      expect(outcome).toMatchObject({ told: alarms, twice: 0, deadLetters: 0 });
      if (alarms === 60 && channel.retryAfter === '1') expect(outcome.seconds).toBeLessThanOrEqual(120);
      outcomes.set(name, [...(outcomes.get(name) ?? []), outcome]);
    },
  );
});

test('docs/alerts.md has what was measured', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before, after] = [text.split(BEGIN)[0]!, text.split(END)[1]!];
  if (WRITE_DOCUMENT) writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${table()}\n\n${END}${after}`);
  const written = readFileSync(DOCUMENT, 'utf8');
  const rows = written.slice(written.indexOf(BEGIN), written.indexOf(END)).split('\n');
  for (const { name } of CHANNELS) {
    const cells = outcomes.get(name)!.slice(0, 3).map(cell).join(' | ');
    expect(rows.filter((row) => row.startsWith(`| ${name} | ${cells} |`))).toHaveLength(1);
  }
});

// --- internal ---

function table(): string {
  const head = `| channel | ${NUMBERS.map((n) => `${n.toLocaleString('en')} alarms`).join(' | ')} |`;
  const line = `|---|${NUMBERS.map(() => '---|').join('')}`;
  const rows = CHANNELS.map(
    ({ name }) => `| ${name} | ${NUMBERS.map((_, n) => cell(outcomes.get(name)![n])).join(' | ')} |`,
  );
  return [head, line, ...rows].join('\n');
}

function cell(outcome: BurstOutcome | undefined): string {
  if (!outcome) return 'not measured';
  const { seconds, messages, refused } = outcome;
  const time =
    seconds < 180
      ? `${seconds} s`
      : seconds < 7_200
        ? `${Math.ceil(seconds / 60)} min`
        : `${(seconds / 3_600).toFixed(1)} h`;
  return `${time}, ${messages.toLocaleString('en')} messages, ${refused.toLocaleString('en')} refused`;
}
