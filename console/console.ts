// The console of a local realm: asks for its status every second and shows it.
import type { RealmStatus } from '../lib/local/console/realm-status';
import { showBudgets } from './budgets';
import { byId, element, keepFocus, keyed, setText } from './dom';
import { showEvents } from './event-list';
import { showInbox } from './inbox';
import { lane, updateLane } from './lane';
import { laneViews } from './lanes';
import { type Beats, pastOf } from './past';
import { story } from './story';
import { seriesColour, seriesDash } from './theme';
import { timeOf } from './time-text';
import { createTimeline } from './timeline';

const POLL_MS = 1000;
const timeline = createTimeline(byId('timeline'));
let last: RealmStatus | undefined;

poll();
// What is unfolded is filled at once, not at the next poll.
document.addEventListener('toggle', () => last && show(last), { capture: true });

async function poll(): Promise<void> {
  await refresh();
  setTimeout(poll, POLL_MS);
}

async function refresh(): Promise<void> {
  try {
    const response = await fetch('/api/status');
    const status = await response.json();
    if (response.ok) show(status as RealmStatus);
    else setText(byId('summary'), status.error);
  } catch {
    setText(byId('summary'), 'the realm has stopped');
    document.body.dataset.state = 'gone';
  }
}

function show(status: RealmStatus): void {
  last = status;
  keepFocus(() => draw(status));
}

function draw(status: RealmStatus): void {
  const { realm, speed, now, alarms, topics } = status;
  const firing = alarms.filter(({ state }) => state === 'ALARM').length;
  document.title = firing ? `(${firing}) Tiltmeter ${realm}` : `Tiltmeter ${realm}`;
  document.body.dataset.state = firing ? 'ALARM' : 'OK';
  setText(byId('realm'), realm);
  setText(byId('clock'), timeOf(now));
  setText(byId('speed'), `${speed}× wall time`);
  setText(byId('summary'), firing ? `${firing} of ${alarms.length} alarms firing` : 'no alarm is firing');
  setText(byId('story'), story(status));
  const past = pastOf(status);
  byId('legend-title').hidden = past.beats.length === 0;
  keyed(byId('legend'), past.beats, ({ worker }) => worker, legendKey, updateKey);
  timeline.update(past);
  keyed(
    byId('lanes'),
    laneViews(status),
    ({ id }) => id,
    (view) => lane(view, act),
    (made, view) => updateLane(made, view, topics, now, act),
  );
  showBudgets(status.budgets);
  showInbox(status);
  showEvents(status);
}

const legendKey = ({ worker }: Beats): HTMLElement =>
  element('li', 'key', element('i', 'swatch'), element('span', 'text', worker));

function updateKey(made: HTMLElement): void {
  const place = [...(made.parentElement?.children ?? [])].indexOf(made);
  made.dataset.series = seriesColour(place);
  made.dataset.dash = seriesDash(place).join(' ');
}

async function act(action: 'stop' | 'start', target: string): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-tiltmeter': 'console' };
  const response = await fetch(`/api/${action}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ target }),
  });
  if (!response.ok) setText(byId('summary'), (await response.json()).error);
  await refresh();
}
