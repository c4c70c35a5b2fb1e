import {
  type AlarmChange,
  costText,
  type Difference,
  type Effect,
  effectSummary,
  filterText,
  isAsBefore,
  kindsOf,
  nameText,
  notJudgedLines,
  playedText,
  renameText,
  routeText,
  settingText,
  tellsText,
  timeLines,
} from '../proof/difference';
import { alarmText, type TemplateModel } from '../rehearsal';
import { counted } from '../text';
import { htmlDocument } from './document';
import { type Html, html } from './html';
import { timelineHtml } from './timeline';

/** Two templates that were compared. */
export interface ComparedModels {
  readonly before: TemplateModel;
  readonly after: TemplateModel;
}

/** A page of a difference: each alarm that changed with the scenes in which its pages differ. */
export function differencePage(difference: Difference, models: ComparedModels): string {
  const { alarms, filters, routes, renames, cost, notCompared, unchanged, scenes } = difference;
  const kinds = kindsOf(difference);
  const lines = [...filters.map(filterText), ...routes.map(routeText), ...renames.map(renameText)];
  const count = (kind: AlarmChange['kind']) => alarms.filter((one) => one.kind === kind).length;
  const isWorse = kinds.has('lost') || kinds.has('later');
  return htmlDocument({
    title: 'What this change means on call',
    summary:
      alarms.length + lines.length === 0
        ? 'nothing differs'
        : `${count('gone')} gone, ${count('changed')} changed, ${count('new')} new, ${counted(unchanged, 'alarm')} as before`,
    mood: isWorse ? 'bad' : kinds.size > 0 ? 'open' : 'good',
    body: html`${alarms.map((change) => alarmHtml(change, models))}
${lines.length > 0 && html`<ul class="verdicts">${lines.map((line) => html`<li>${line}</li>`)}</ul>`}
<p>Cost a month: ${costText(cost)}</p>
${notCompared.length > 0 && html`<ul class="notes">${notCompared.map(({ alarmName, reason }) => html`<li>not compared: ${alarmName} (${reason})</li>`)}</ul>`}
${notJudgedLines(difference).map((line) => html`<p class="quiet">${line}</p>`)}
<p class="quiet">${playedText(scenes)}</p>`,
  });
}

// --- internal ---

const MOST_SCENES = 6;

const MOODS = { gone: 'bad', changed: 'open', new: 'good' } as const;

function alarmHtml(change: AlarmChange, models: ComparedModels): Html {
  const { kind, settings, before, after, effects } = change;
  const moved = effects.filter(({ pages }) => !pages.every(isAsBefore));
  const isWorse = (one: { readonly kind: string }) => one.kind === 'lost' || one.kind === 'later';
  const mood =
    moved.some(({ pages }) => pages.some(isWorse)) || change.times.some(isWorse) ? 'bad' : MOODS[kind];
  const effect = effectSummary(change);
  const facts =
    kind === 'changed' ? settings.map(settingText) : [alarmText((after ?? before)!), tellsText(change)];
  return html`<details class="card ${mood}"${moved.length > 0 && html` open`}><summary><span class="badge ${mood}">${kind}</span><h2>${nameText(change)}</h2></summary>
${effect !== '' && html`<p><b>${effect}</b></p>`}
<ul class="verdicts">${[...facts, ...timeLines(change)].map((fact) => html`<li>${fact}</li>`)}</ul>
${moved.slice(0, MOST_SCENES).map((one) => sceneHtml(change, one, models))}
${moved.length > MOST_SCENES && html`<p class="quiet">${counted(moved.length - MOST_SCENES, 'more scene')} in which its pages differ</p>`}</details>
`;
}

/** The series as the new alarm sees it, or as the old one does that is gone. */
function sceneHtml({ before, after }: AlarmChange, { scene, played }: Effect, models: ComparedModels): Html {
  const alarm = (after ?? before)!;
  const isMoved = before && after && !('alarmRule' in before) && !('alarmRule' in after);
  const sides = [
    { side: 'before', title: 'Before', told: 'Told before', of: before },
    { side: 'after', title: 'After', told: 'Told after', of: after },
  ] as const;
  const shown = sides.flatMap(({ side, of, ...titles }) => {
    const history = of && played[side].histories.get(of.alarmName);
    return of && history ? [{ side, name: of.alarmName, history, ...titles }] : [];
  });
  return timelineHtml({
    alarm,
    heading: scene.kind === 'incident' ? `${scene.title} (${scene.file})` : 'Recording',
    span: { from: scene.start, until: scene.end },
    ...(scene.kind === 'incident' ? { zero: scene.start } : {}),
    ...('alarmRule' in alarm ? {} : { metrics: played[after ? 'after' : 'before'].outcome.metrics }),
    ...(isMoved ? { oldThreshold: before.threshold } : {}),
    states: shown.map(({ title, history }) => ({ title, history })),
    told: shown.map(({ side, name, told }) => ({
      title: told,
      // Under its new name, where it has one.
      notifications: played[side].outcome.notifications
        .filter((one) => one.alarmName === name)
        .map((one) => ({ ...one, alarmName: alarm.alarmName })),
      subscriptions: models[side].subscriptions,
    })),
  });
}
