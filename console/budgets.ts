import type { BudgetCard } from '../lib/local/console/budget-card';
import { budgetTone, percentLeft } from './budget-view';
import { byId, element, keyed, setText, within } from './dom';
import { dayAndTimeOf } from './time-text';

/** What is left of each service level objective; without one there is no panel. */
export function showBudgets(budgets: readonly BudgetCard[]): void {
  byId('budgets-panel').hidden = budgets.length === 0;
  keyed(byId('budgets'), budgets, ({ name }) => name, budgetRow, updateBudget);
}

// --- internal ---

function budgetRow({ name, promise }: BudgetCard): HTMLElement {
  const heading = element('h3', '', name);
  const meter = element('div', 'meter', element('span', 'rest'));
  meter.setAttribute('role', 'meter');
  meter.setAttribute('aria-label', `what is left of the budget of ${name}`);
  meter.setAttribute('aria-valuemin', '0');
  meter.setAttribute('aria-valuemax', '100');
  return element(
    'li',
    'budget',
    element('div', 'top', heading, element('ul', 'told')),
    element('p', 'promise', promise),
    meter,
    element('ul', 'facts'),
    element('details', 'spent', element('summary'), element('ul')),
  );
}

function updateBudget(row: HTMLElement, card: BudgetCard): void {
  const { facts, spends, alarms } = card;
  row.dataset.tone = budgetTone(card);
  const percent = percentLeft(card);
  const meter = within(row, '.meter');
  meter.hidden = percent === undefined;
  meter.setAttribute('aria-valuenow', String(percent ?? 0));
  meter.setAttribute('aria-valuetext', facts.find(([name]) => name === 'left')?.[1] ?? 'not known');
  within(meter, '.rest').style.width = `${percent ?? 0}%`;
  keyed(within(row, '.told'), alarms, ({ alarmName }) => alarmName, alarmChip, updateChip);
  keyed(within(row, '.facts'), facts, ([name]) => name, factRow, updateFact);
  const details = within(row, 'details') as HTMLDetailsElement;
  details.hidden = spends.length === 0;
  setText(within(details, 'summary'), `what spent it last: ${spends.length}`);
  const seen = details.open ? spends : [];
  keyed(within(details, 'ul'), seen, ({ at, run, text }) => `${at} ${run} ${text}`, spendRow);
}

function alarmChip({ severity, alarmName }: BudgetCard['alarms'][number]): HTMLElement {
  const chip = element('li', 'chip', element('b', '', severity), ' ', element('span', 'state'));
  chip.title = alarmName;
  return chip;
}

function updateChip(chip: HTMLElement, { state }: BudgetCard['alarms'][number]): void {
  chip.dataset.state = state;
  setText(within(chip, '.state'), state === 'INSUFFICIENT_DATA' ? 'no data' : state);
}

const factRow = ([name]: BudgetCard['facts'][number]): HTMLElement =>
  element('li', 'fact', element('b', '', name), ' ', element('span', 'text'));

const updateFact = (row: HTMLElement, [, text]: BudgetCard['facts'][number]): void =>
  setText(within(row, '.text'), text);

function spendRow({ at, run, text }: BudgetCard['spends'][number]): HTMLElement {
  const time = element('time', 'at', dayAndTimeOf(at));
  return element(
    'li',
    'spend',
    time,
    ` ${text}`,
    ...(run === undefined ? [] : [element('span', 'run', ` run ${run}`)]),
  );
}
