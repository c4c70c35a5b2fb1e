import { budgetMinutes, type Spend, type SpentBudget, shareText } from '../../contract';
import { printable } from '../printable';

/** How the objectives of a realm stand. */
export interface BudgetDocument {
  /** @format date-time */
  readonly at: string;
  readonly objectives: readonly ObjectiveBudget[];
}

export interface ObjectiveBudget extends Omit<SpentBudget, 'terms' | 'spends'> {
  readonly name: string;
  /** The share that is promised, above 0 and below 1. */
  readonly target: number;
  readonly overSeconds: number;
  /** The newest first. */
  readonly spends: readonly DatedSpend[];
}

export interface DatedSpend extends Omit<Spend, 'at'> {
  /** @format date-time */
  readonly at: string;
}

/** Words of a duration in seconds; given by the caller, as are the words of a promise. */
export interface ReportWords {
  readonly duration: (seconds: number) => string;
  readonly promise: (budget: SpentBudget) => string;
}

/** How objectives stand, for people. */
export function budgetLines(budgets: readonly SpentBudget[], words: ReportWords): string[] {
  return budgets.flatMap((budget, index) => [
    ...(index === 0 ? [] : ['']),
    `${budget.terms.name}  ${words.promise(budget)}`,
    ...budgetFacts(budget, words).map(([name, text]) => `  ${name.padEnd(9)} ${text}`),
    ...budget.spends.map(({ at, run, text }) =>
      printable(`            ${time(at)}${run === undefined ? '' : ` run ${run}`}  ${text}`),
    ),
  ]);
}

/**
 * What is known of an objective: achieved, left, burn and gone, each in words. Of one of which nothing was counted, that it is
 * not known.
 */
export function budgetFacts(
  budget: SpentBudget,
  { duration }: Pick<ReportWords, 'duration'>,
): [string, string][] {
  const { terms, counted, countedSeconds, achieved, left, badLeft, burns, goneInSeconds } = budget;
  const isFresh = terms.of.kind === 'fresh';
  if (achieved === undefined || left === undefined || badLeft === undefined) {
    const what = isFresh ? 'how old the last success is was never told' : 'no runs were counted';
    return [['achieved', `not known: ${what} in ${duration(terms.overSeconds)}`]];
  }
  const speeds = burns.map(({ windowSeconds, burn }) => `${number(burn)}x over ${duration(windowSeconds)}`);
  const minutes = `${number(left * budgetMinutes(terms))} minutes`;
  const since =
    countedSeconds === undefined ? '' : `, in the first ${duration(wholeMinutes(countedSeconds))}`;
  return [
    [
      'achieved',
      // Of freshness, every process that knows of a success tells each minute.
      `${shareText(Number(achieved.toPrecision(6)))} of ${isFresh ? 'what was told of the last success' : `${counted.all} ${counted.all === 1 ? 'run' : 'runs'}, ${countText(counted.bad)} bad`}${since}`,
    ],
    [
      'left',
      `${Math.round(left * 100)}% of the budget: ${isFresh ? minutes : `${number(badLeft)} runs, or ${minutes} of a total outage`}`,
    ],
    ['burn', speeds.join(', ') || 'nothing was counted lately'],
    [
      'gone',
      left <= 0
        ? 'already'
        : goneInSeconds === undefined
          ? 'never at this pace'
          : `in ${duration(aboutSeconds(goneInSeconds))} at this pace`,
    ],
  ];
}

/** The same as a table and lists, for a weekly mail. */
export function budgetMarkdown(budgets: readonly SpentBudget[], words: ReportWords): string[] {
  const cells = (budget: SpentBudget) => {
    const facts = new Map(budgetFacts(budget, words));
    return [budget.terms.name, words.promise(budget), ...COLUMNS.map((name) => facts.get(name) ?? '')];
  };
  return [
    `| objective | promise | ${COLUMNS.join(' | ')} |`,
    `| --- | --- | ${COLUMNS.map(() => '---').join(' | ')} |`,
    ...budgets.map((budget) => `| ${cells(budget).map(inCell).join(' | ')} |`),
    ...budgets.flatMap(({ terms, spends }) => [
      ...(spends.length > 0 ? ['', `What spent \`${terms.name}\` last:`, ''] : []),
      ...spends.map(
        ({ at, run, text }) => `* ${time(at)}${run === undefined ? '' : ` run \`${run}\``}: ${inCell(text)}`,
      ),
    ]),
  ];
}

/** The same for programs: one document, times as ISO texts. */
export const budgetJson = (budgets: readonly SpentBudget[], now: number): BudgetDocument => ({
  at: new Date(now).toISOString(),
  objectives: budgets.map(({ terms, spends, ...rest }) => ({
    name: terms.name,
    target: terms.target,
    overSeconds: terms.overSeconds,
    ...rest,
    spends: spends.map(({ at, ...spend }) => ({ at: new Date(at).toISOString(), ...spend })),
  })),
});

// --- internal ---

const COLUMNS = ['achieved', 'left', 'burn', 'gone'] as const;

const time = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

const number = (value: number): string => String(Number(value.toPrecision(3)));

const inCell = (text: string): string => text.replace(/[\r\n]+/g, ' ').replaceAll('|', '\\|');

/** Runs that start late are counted in bins, and are no whole number then. */
const countText = (count: number): string =>
  Number.isInteger(count) ? String(count) : `about ${number(count)}`;

/** Nobody plans by the minutes of a day. */
const aboutSeconds = (seconds: number): number => {
  const step = seconds >= 2 * 86_400 ? 3_600 : 60;
  return Math.max(step, Math.round(seconds / step) * step);
};

const wholeMinutes = (seconds: number): number => Math.max(60, Math.floor(seconds / 60) * 60);
