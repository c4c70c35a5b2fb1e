import type { CompositeAlarm, MetricAlarm } from '../engine/model';
import { type Expectation, offsetText, type Rehearsal, type TemplateModel, type Verdict } from '../rehearsal';
import { counted } from '../text';
import { dashboardsHtml } from './dashboard';
import { htmlDocument } from './document';
import { type Html, html } from './html';
import type { Band, Lane } from './lane';
import { timelineHtml } from './timeline';

/** The rehearsals of one template. */
export interface RehearsedTemplate {
  readonly name: string;
  readonly model: TemplateModel;
  readonly rehearsals: readonly Rehearsal[];
}

/** A page of incidents that were played, those that failed first; the others are folded. */
export function rehearsalPage(stages: readonly RehearsedTemplate[], { strict = false } = {}): string {
  const all = stages
    .flatMap(({ name, model, rehearsals }) => rehearsals.map((rehearsal) => ({ name, model, rehearsal })))
    .map((one) => ({ ...one, mood: moodOf(one.rehearsal) }))
    .sort((a, b) => MOODS.indexOf(a.mood) - MOODS.indexOf(b.mood));
  const count = (mood: Mood) => all.filter((one) => one.mood === mood).length;
  const [bad, open] = [count('bad'), count('open')];
  const parts = [
    ...(bad > 0 ? [`${bad} failed`] : []),
    ...(open > 0 ? [`${open} unproven`] : []),
    ...(count('good') > 0 ? [`${count('good')} passed`] : []),
  ];
  const isFailed = bad > 0 || (strict && open > 0);
  return htmlDocument({
    title: `Rehearsal of ${stages.map(({ name }) => name).join(', ')}`,
    summary: `${counted(all.length, 'incident')}: ${parts.join(', ')}`,
    mood: isFailed ? 'bad' : open > 0 ? 'open' : 'good',
    legend: 'expectations',
    body: html`${all.map(({ model, rehearsal, mood }) => incidentHtml(model, rehearsal, mood, all.length <= FEW))}`,
  });
}

// --- internal ---

type Mood = 'good' | 'bad' | 'open';
const MOODS: readonly Mood[] = ['bad', 'open', 'good'];
const BADGES: Readonly<Record<Mood, string>> = { good: 'passed', bad: 'FAILED', open: 'unproven' };
/** So few incidents are all unfolded. */
const FEW = 2;
const MOST_ALARMS = 8;

const moodOf = ({ passed, unproven }: Rehearsal): Mood => (!passed ? 'bad' : unproven > 0 ? 'open' : 'good');

function incidentHtml(model: TemplateModel, rehearsal: Rehearsal, mood: Mood, isOpen: boolean): Html {
  const { incident, verdicts, notes } = rehearsal;
  const alarms = alarmsShown(model, rehearsal);
  const shown = alarms.slice(0, MOST_ALARMS);
  const rest = alarms.slice(MOST_ALARMS).map(({ alarmName }) => alarmName);
  const isUnfolded = isOpen || mood === 'bad';
  return html`<details class="card ${mood}"${isUnfolded && OPEN}><summary><span class="badge ${mood}">${BADGES[mood]}</span><h2>${incident.title}</h2></summary>
<p class="file">${incident.file}, ${offsetText(incident.length)}</p>
<ul class="verdicts">${[...verdicts].sort(byOutcome).map((verdict) => verdictHtml(verdict))}</ul>
${shown.map((alarm) => alarmHtml(model, rehearsal, alarm))}
${rest.length > 0 && html`<p class="quiet">Not drawn: ${rest.join(', ')}</p>`}
${dashboardsHtml(model, rehearsal, !isUnfolded)}
${notes.length > 0 && html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}</details>
`;
}

const OPEN = html` open`;

const OUTCOMES: readonly Verdict['outcome'][] = ['fails', 'unproven', 'holds'];
const byOutcome = (a: Verdict, b: Verdict): number =>
  OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome);

function verdictHtml({ expectation, outcome, expected, got, brokenBy }: Verdict): Html {
  if (outcome === 'holds') {
    return html`<li class="good"><span class="line">line ${expectation.line}</span> expected and got: ${expected}</li>`;
  }
  const word = outcome === 'fails' ? 'fails' : 'unproven';
  return html`<li class="${outcome === 'fails' ? 'bad' : 'open'}"><span class="line">line ${expectation.line}</span> <b>${word}</b> expected: ${expected}<br>${
    brokenBy ? html`holds unless ${brokenBy.words}; then: ${brokenBy.got}` : html`got: ${got}`
  }</li>`;
}

/** Those that explain a failure first, then those that were expected of, then those that alarmed. */
function alarmsShown(model: TemplateModel, rehearsal: Rehearsal): (MetricAlarm | CompositeAlarm)[] {
  const { verdicts, histories } = rehearsal;
  const names = new Set([
    ...[...verdicts]
      .sort(byOutcome)
      .flatMap(({ alarms, brokenBy, expectation }) => [
        ...alarms,
        ...(brokenBy?.alarms ?? []),
        ...('alarm' in expectation && expectation.alarm !== undefined ? [expectation.alarm] : []),
      ]),
    ...[...histories.values()]
      .filter(({ stays }) => stays.some(({ state }) => state === 'ALARM'))
      .map(({ alarmName }) => alarmName),
  ]);
  const all = new Map([...model.alarms, ...model.compositeAlarms].map((alarm) => [alarm.alarmName, alarm]));
  return [...names].flatMap((name) => all.get(name) ?? []);
}

function alarmHtml(model: TemplateModel, rehearsal: Rehearsal, alarm: MetricAlarm | CompositeAlarm): Html {
  const { incident, outcome, histories, verdicts } = rehearsal;
  const { alarmName } = alarm;
  const history = histories.get(alarmName)!;
  const other = verdicts.find(({ brokenBy }) => brokenBy?.alarms.includes(alarmName))?.brokenBy;
  const others = other?.histories.get(alarmName);
  const span = { from: incident.start, until: incident.start + incident.length };
  return timelineHtml({
    alarm,
    span,
    zero: incident.start,
    ...('alarmRule' in alarm ? {} : { metrics: outcome.metrics }),
    states: [{ title: 'State', history }, ...(others ? [{ title: 'State unless', history: others }] : [])],
    told: [{ title: 'Told', notifications: outcome.notifications, subscriptions: model.subscriptions }],
    more: verdicts
      .filter((verdict) => concerns(verdict, alarmName))
      .slice(0, MOST_EXPECTED)
      .map((verdict) => expectedLane(verdict, incident.start)),
  });
}

const MOST_EXPECTED = 6;

function concerns({ expectation, alarms, outcome }: Verdict, alarmName: string): boolean {
  if ('alarm' in expectation && expectation.alarm !== undefined) return expectation.alarm === alarmName;
  return expectation.kind === 'notified' || outcome !== 'holds' ? alarms.includes(alarmName) : false;
}

const KINDS: Readonly<Record<Verdict['outcome'], Band['kind']>> = {
  holds: 'expected',
  fails: 'failed',
  unproven: 'unproven',
};

function expectedLane({ expectation, outcome, expected }: Verdict, start: number): Lane {
  const [from, until] = windowOf(expectation);
  const kind = KINDS[outcome];
  const text = `line ${expectation.line}: ${expected}, ${outcome}`;
  return {
    title: 'Expected',
    bands: [{ kind, from: start + from, until: start + until, text, name: shortText(expectation) }],
  };
}

/** Offsets, milliseconds. */
function windowOf(expectation: Expectation): [from: number, until: number] {
  switch (expectation.kind) {
    case 'at':
      return [expectation.at, expectation.at];
    case 'by':
    case 'notified':
      return [expectation.from, expectation.by];
    default:
      return [expectation.from, expectation.until];
  }
}

function shortText(expectation: Expectation): string {
  switch (expectation.kind) {
    case 'at':
    case 'by':
      return expectation.state;
    case 'notified':
      return `${expectation.notified} told of ${expectation.state}`;
    case 'never':
      return `never ${expectation.state}`;
    default:
      return expectation.kind;
  }
}
