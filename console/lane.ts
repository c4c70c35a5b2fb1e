import type { AlarmCard } from '../lib/local/console/alarm-card';
import type { TopicCard } from '../lib/local/console/topic-card';
import type { Member } from '../lib/local/worker/machine';
import { alarmRow, updateAlarm } from './alarm-row';
import { element, freshId, keyed, setText, within } from './dom';
import type { LaneView } from './lanes';
import { span } from './time-text';

/** Stops or starts `core` or `core:1`. */
export type Act = (action: 'stop' | 'start', target: string) => Promise<void>;

/** A worker's way to who is told, left to right. */
export function lane(view: LaneView, act: Act): HTMLElement {
  const { title, worker } = view;
  const heading = element('h3', '', title);
  heading.id = freshId();
  const made = element(
    'article',
    'lane',
    worker ? workerStation(worker.worker, heading, act) : element('div', 'worker', heading),
    element('div', 'queue'),
    element('div', 'alarms', element('ul', 'shown'), folded()),
  );
  made.setAttribute('aria-labelledby', heading.id);
  return made;
}

export function updateLane(
  made: HTMLElement,
  view: LaneView,
  topics: readonly TopicCard[],
  now: number,
  act: Act,
): void {
  const { worker, shown, quiet } = view;
  const firing = shown.some(({ state }) => state === 'ALARM');
  made.dataset.state = firing ? 'ALARM' : 'OK';
  if (worker) updateWorker(made, worker, now, act);
  const update = (row: HTMLElement, card: AlarmCard) => updateAlarm(row, card, topics, now);
  // An alarm that is folded no longer, or now, is the same row: unfolded, and with the focus, as it was.
  const rows = new Map(
    [...made.querySelectorAll<HTMLElement>('.alarm')].map((row) => [row.dataset.key, row]),
  );
  const rowOf = (card: AlarmCard) => rows.get(card.alarmName) ?? alarmRow(card);
  keyed(within(made, '.shown'), shown, ({ alarmName }) => alarmName, rowOf, update);
  const details = within(made, 'details') as HTMLDetailsElement;
  details.hidden = quiet.length === 0;
  const what = `${quiet.length} quiet ${quiet.length === 1 ? 'alarm' : 'alarms'}`;
  setText(within(details, 'summary'), what);
  // What nobody sees is not drawn.
  const seen = details.open ? quiet : [];
  keyed(within(details, 'ul'), seen, ({ alarmName }) => alarmName, rowOf, update);
}

// --- internal ---

function folded(): HTMLElement {
  return element('details', 'quiet', element('summary'), element('ul'));
}

function workerStation(worker: string, heading: HTMLElement, act: Act): HTMLElement {
  const top = element('div', 'top', heading, actionButton('all', act, worker));
  return element('div', 'worker', top, element('ul', 'instances'));
}

/** A button that is disabled would lose the focus; and one that says Start after Stop must not be pressed by a key that is held. */
function actionButton(className: string, act: Act, target: string): HTMLButtonElement {
  const button = element('button', className);
  button.type = 'button';
  button.addEventListener('click', () => press(button, act, target));
  button.addEventListener(
    'keydown',
    (event) => event.repeat && event.key === 'Enter' && event.preventDefault(),
  );
  return button;
}

async function press(button: HTMLButtonElement, act: Act, target: string): Promise<void> {
  if (button.ariaDisabled === 'true') return;
  button.ariaDisabled = 'true';
  await act(button.dataset.action as 'stop' | 'start', target).finally(() => {
    button.ariaDisabled = null;
  });
}

function updateWorker(
  made: HTMLElement,
  worker: NonNullable<LaneView['worker']>,
  now: number,
  act: Act,
): void {
  const { instances, depth, heartbeat, queue } = worker;
  const running = instances.some(isRunning);
  const all = within(made, 'button.all') as HTMLButtonElement;
  setAction(all, running ? 'stop' : 'start', worker.worker);
  const meter = heartbeat.alarmAfterSeconds * 1000;
  keyed(
    within(made, '.instances'),
    instances,
    ({ name }) => name,
    (member) => instanceRow(worker.worker, member, act, instances.length > 1),
    (row, member) => updateInstance(row, member, now, meter),
  );
  const place = within(made, '.queue');
  place.title = queue;
  const oldest = depth.oldestSeconds === undefined ? '' : `oldest ${span(depth.oldestSeconds * 1000)}`;
  const lines = [`${depth.visible} waiting`, `${depth.notVisible} in hand`, oldest].filter(Boolean);
  keyed(
    place,
    lines,
    (line) => line.replace(/\d+/g, ''),
    () => element('p'),
    (line, text) => setText(line, text),
  );
}

function setAction(button: HTMLButtonElement, action: 'stop' | 'start', name: string): void {
  button.dataset.action = action;
  const verb = action === 'stop' ? 'Stop' : 'Start';
  const isNamed = button.classList.contains('all') && name.length <= NAMED;
  setText(button, isNamed ? `${verb} ${name}` : verb);
  button.setAttribute('aria-label', `${verb} ${name}`);
}

/** A longer name is not said a second time beside itself. */
const NAMED = 18;

function instanceRow(
  worker: string,
  { name, index, instanceId }: Member,
  act: Act,
  isOneOfMany: boolean,
): HTMLElement {
  const label = element('span', 'name', name);
  label.title = instanceId;
  const row = element('li', 'instance', element('span', 'dot'), label, element('span', 'detail'));
  if (isOneOfMany) row.append(actionButton('', act, `${worker}:${index}`));
  return row;
}

function updateInstance(row: HTMLElement, member: Member, now: number, lateMs: number): void {
  const { name, state, pid, lastHeartbeat } = member;
  const silent = lastHeartbeat === undefined ? undefined : now - lastHeartbeat;
  row.dataset.state = state;
  row.dataset.late = String(silent !== undefined && silent > lateMs / 2);
  const beat = silent === undefined ? 'no heartbeat yet' : `beat ${span(silent)} ago`;
  const detail = within(row, '.detail');
  const silence = silent === undefined ? beat : `silent ${span(silent)}`;
  setText(detail, state === 'running' ? beat : `${state}, ${silence}`);
  detail.title = pid === undefined ? '' : `pid ${pid}`;
  const button = row.querySelector('button');
  if (button) setAction(button, isRunning(member) ? 'stop' : 'start', name);
}

const isRunning = ({ state }: Member): boolean => state === 'running' || state === 'restarting';
