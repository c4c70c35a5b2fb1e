import {
  type AlarmBacktest,
  type Backtest,
  offsetText,
  type PlayedRecording,
  type TemplateModel,
} from '../rehearsal';
import { counted } from '../text';
import { htmlDocument } from './document';
import { type Html, html } from './html';
import { timelineHtml } from './timeline';

/** A recording that was played to the alarms of a template, with what came of it. */
export interface PlayedBacktest {
  readonly model: TemplateModel;
  readonly result: Backtest;
  readonly played: PlayedRecording;
}

/** A page of a backtest, those that a change moves first, then those that fired most. */
export function backtestPage(now: PlayedBacktest, changed?: PlayedBacktest): string {
  const { start, end, alarms, notes } = now.result;
  const isMoved = (alarm: AlarmBacktest): boolean => {
    const other = changed?.result.alarms.find(({ alarmName }) => alarmName === alarm.alarmName);
    return other !== undefined && JSON.stringify(other.episodes) !== JSON.stringify(alarm.episodes);
  };
  const recorded = alarms
    .filter((alarm) => alarm.recorded)
    .sort((a, b) => Number(isMoved(b)) - Number(isMoved(a)) || b.episodes.length - a.episodes.length);
  const fired = recorded.filter(({ episodes }) => episodes.length > 0);
  const rest = alarms.filter((alarm) => !alarm.recorded).map(({ alarmName }) => alarmName);
  return htmlDocument({
    title: 'Backtest',
    summary: `${counted(fired.length, 'alarm')} of ${recorded.length} recorded would have fired, ${day(start)} to ${day(end)}`,
    mood: fired.length > 0 ? 'bad' : 'good',
    body: html`${recorded.map((alarm) => alarmHtml(alarm, now, changed))}
${rest.length > 0 && html`<p class="quiet">Not recorded: ${rest.join(', ')}</p>`}
${notes.length > 0 && html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}`,
  });
}

// --- internal ---

/** Shorter than this share of a timeline nothing can be seen. */
const SHORTEST_SEEN = 0.01;

const day = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

function alarmHtml(alarm: AlarmBacktest, now: PlayedBacktest, changed: PlayedBacktest | undefined): Html {
  const { alarmName, episodes, alarmTime, flaps, judgedFrom, unmatched } = alarm;
  const { model, played, result } = now;
  const mood = unmatched ? 'open' : episodes.length > 0 ? 'bad' : 'good';
  const said = unmatched
    ? `no record matches ${unmatched.map(({ filterName }) => filterName).join(', ')}`
    : episodes.length === 0
      ? 'never'
      : `${counted(episodes.length, 'time')}, ${offsetText(alarmTime)} in ALARM, ${counted(flaps, 'flap')}`;
  const own = [...model.alarms, ...model.compositeAlarms].find((one) => one.alarmName === alarmName)!;
  const states = [now, ...(changed ? [changed] : [])].map((one, index) => ({
    title: changed ? (index === 0 ? 'Now' : 'Changed') : 'State',
    history: one.result.alarms.find((other) => other.alarmName === alarmName)!.history,
  }));
  const after = changed?.model.alarms.find((one) => one.alarmName === alarmName);
  const isMoved = after && !('alarmRule' in own) && after.threshold !== own.threshold;
  return html`<details class="card ${mood}"${episodes.length > 0 && html` open`}><summary><span class="badge ${mood}">${episodes.length}</span><h2>${alarmName}</h2></summary>
<p class="file">${said}</p>
${timelineHtml({
  alarm: isMoved ? after : own,
  heading: '',
  ...(isMoved ? { oldThreshold: own.threshold } : {}),
  span: { from: result.start, until: result.end },
  ...('alarmRule' in own ? {} : { metrics: played.outcome.metrics }),
  states,
  // Who is told was worked out without the assumption that all else was well.
  told: (result.rest === 'healthy' ? [] : [now, ...(changed ? [changed] : [])]).map((one, index) => ({
    title: index === 0 ? 'Told' : 'Told then',
    notifications: one.played.outcome.notifications,
    subscriptions: one.model.subscriptions,
  })),
  more: [
    ...(judgedFrom - result.start < SHORTEST_SEEN * (result.end - result.start)
      ? []
      : [
          {
            title: 'Not judged',
            bands: [
              {
                kind: 'missing' as const,
                from: result.start,
                until: judgedFrom,
                text: `not judged before ${day(judgedFrom)}: it looks back to before the recording`,
              },
            ],
          },
        ]),
  ],
})}</details>
`;
}
