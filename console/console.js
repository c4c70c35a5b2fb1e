// The console of a local realm: asks for its status every second and shows it. Text from the realm only ever
// becomes text nodes, never markup.

const byId = (id) => document.getElementById(id);
const POLL_MS = 1000;
const SHOWN_EVENTS = 60;
const SHOWN_DATAPOINTS = 8;
const ALARM_TONES = { ALARM: 'bad', OK: 'good', INSUFFICIENT_DATA: 'wait' };

poll();

async function poll() {
  try {
    const response = await fetch('/api/status');
    const status = await response.json();
    if (response.ok) show(status);
    else byId('summary').textContent = status.error;
  } catch {
    byId('summary').textContent = 'the realm has stopped';
    document.body.dataset.state = 'gone';
  }
  setTimeout(poll, POLL_MS);
}

function show(status) {
  const { realm, speed, now, workers, alarms, inbox, events } = status;
  const firing = alarms.filter(({ state }) => state === 'ALARM').length;
  document.title = firing ? `(${firing}) Tiltmeter ${realm}` : `Tiltmeter ${realm}`;
  document.body.dataset.state = firing ? 'ALARM' : 'OK';
  byId('realm').textContent = realm;
  byId('clock').textContent = timeOf(now);
  byId('speed').textContent = `${speed}× wall time`;
  byId('summary').textContent = firing ? `${firing} of ${alarms.length} alarms firing` : 'no alarm is firing';

  keyed(
    byId('workers'),
    workers,
    ({ worker }) => worker,
    workerCard,
    (card, worker) => updateCard(card, worker, now),
  );
  keyed(
    byId('alarms'),
    sorted(alarms),
    ({ alarmName }) => alarmName,
    alarmRow,
    (row, alarm) => updateAlarm(row, alarm, now),
  );
  rows(byId('inbox'), inbox, mailRow);
  rows(byId('events'), events.map(describe).filter(Boolean).slice(0, SHOWN_EVENTS), eventRow);
}

// --- workers ---

function workerCard({ worker }) {
  const card = element('article', 'card');
  card.append(element('h3', '', worker), element('p', 'queue'), element('div', 'instances'));
  return card;
}

function updateCard(card, { worker, depth, queue, instances }, now) {
  const oldest = depth.oldestSeconds === undefined ? '' : `, oldest ${span(depth.oldestSeconds * 1000)}`;
  const line = card.querySelector('.queue');
  setText(line, `${depth.visible} waiting, ${depth.notVisible} in hand${oldest}`);
  line.title = queue;
  keyed(
    card.querySelector('.instances'),
    instances,
    ({ name }) => name,
    (instance) => instanceRow(worker, instance),
    (row, instance) => updateInstance(row, instance, now),
  );
}

function instanceRow(worker, { name, index, instanceId }) {
  const row = element('div', 'instance');
  const label = element('span', 'name', name);
  label.title = instanceId;
  const button = element('button', '');
  button.type = 'button';
  button.addEventListener('click', () => act(row.dataset.action, `${worker}:${index}`, button));
  row.append(element('span', 'dot'), label, element('span', 'detail'), button);
  return row;
}

function updateInstance(row, { name, state, pid, lastHeartbeat }, now) {
  const running = state === 'running' || state === 'restarting';
  const beat =
    lastHeartbeat === undefined ? 'no heartbeat yet' : `heartbeat ${span(now - lastHeartbeat)} ago`;
  row.dataset.state = state;
  row.dataset.action = running ? 'stop' : 'start';
  setText(row.querySelector('.detail'), `${state}${pid ? ` (pid ${pid})` : ''}, ${beat}`);
  const button = row.querySelector('button');
  setText(button, running ? 'Stop' : 'Start');
  button.setAttribute('aria-label', `${running ? 'Stop' : 'Start'} ${name}`);
}

async function act(action, target, button) {
  button.disabled = true;
  try {
    const headers = { 'content-type': 'application/json', 'x-tiltmeter': 'console' };
    const response = await fetch(`/api/${action}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ target }),
    });
    if (!response.ok) byId('summary').textContent = (await response.json()).error;
  } finally {
    button.disabled = false;
  }
}

// --- alarms ---

function sorted(alarms) {
  const rank = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 };
  return [...alarms].sort((a, b) => rank[a.state] - rank[b.state] || a.alarmName.localeCompare(b.alarmName));
}

function alarmRow({ alarmName }) {
  const row = element('li', 'alarm');
  const values = element('span', 'datapoints');
  values.title = 'the newest values that the last evaluation saw; a dot is a missing one';
  row.append(
    element('span', 'badge'),
    element('span', 'name', alarmName),
    values,
    element('span', 'since'),
    element('p', 'reason'),
  );
  return row;
}

function updateAlarm(row, { state, reason, since, evaluation }, now) {
  row.dataset.tone = ALARM_TONES[state];
  setText(row.querySelector('.badge'), state);
  setText(row.querySelector('.datapoints'), evaluation ? datapoints(evaluation) : '');
  setText(row.querySelector('.since'), `for ${span(now - since)}`);
  setText(row.querySelector('.reason'), reason);
}

/** The newest values that the last evaluation saw, a dot for a missing one. */
function datapoints({ datapoints: seen }) {
  return seen
    .slice(-SHOWN_DATAPOINTS)
    .map(({ value }) => (value === null ? '·' : Math.round(value * 10) / 10))
    .join('  ');
}

// --- inbox and events ---

function mailRow({ at, channel, target, summary }) {
  const row = element('li', 'mail');
  row.append(
    element('time', 'at', timeOf(at)),
    element('span', 'badge', channel),
    element('span', 'text', summary),
  );
  row.title = target;
  return row;
}

function eventRow({ at, label, tone, text }) {
  const row = element('li', 'event');
  row.dataset.tone = tone;
  row.append(
    element('time', 'at', timeOf(Date.parse(at))),
    element('span', 'badge', label),
    element('span', 'text', text),
  );
  return row;
}

/** Label, tone and text of an event; undefined for one that is not shown. */
function describe(event) {
  const told = DESCRIPTIONS[event.type]?.(event);
  return told && { at: event.at, ...told };
}

const DESCRIPTIONS = {
  worker: ({ instance, status, detail }) => ({
    label: 'worker',
    tone: { up: 'good', started: '' }[status] ?? 'bad',
    text: `${instance} ${status}${detail ? `: ${detail}` : ''}`,
  }),
  job: ({ job_id, worker, status }) =>
    ['complete', 'failed'].includes(status) && {
      label: 'job',
      tone: status === 'failed' ? 'bad' : '',
      text: `${job_id} ${status} on ${worker}`,
    },
  transition: ({ alarm, from, to }) => ({
    label: 'alarm',
    tone: ALARM_TONES[to],
    text: `${alarm}: ${from} to ${to}`,
  }),
  notification: ({ target, subject }) => ({
    label: 'notified',
    tone: '',
    text: `${target}: ${subject ?? ''}`,
  }),
  alert: ({ channel, delivered, summary }) => ({
    label: 'alert',
    tone: delivered ? '' : 'bad',
    text: `${channel} ${delivered ? 'told' : 'NOT told'}: ${summary}`,
  }),
  function: ({ function: name, status, detail }) => ({
    label: 'function',
    tone: 'bad',
    text: `${name} ${status}: ${detail}`,
  }),
  notice: ({ message }) => ({ label: 'notice', tone: '', text: message }),
};

// --- page ---

function element(tag, className, text = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

/** Leaves a node alone whose text is right, so that a selection in it survives. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Keeps one child for each key, so that focus and clicks survive an update. */
function keyed(parent, items, keyOf, create, update) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, place) => {
    const key = keyOf(item);
    const child = known.get(key) ?? create(item);
    known.delete(key);
    child.dataset.key = key;
    update(child, item);
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
  });
  for (const child of known.values()) child.remove();
}

/** Draws a list anew when it has changed. */
function rows(parent, items, create) {
  const version = JSON.stringify(items);
  if (parent.dataset.version === version) return;
  parent.dataset.version = version;
  parent.replaceChildren(...items.map(create));
}

function timeOf(ms) {
  return new Date(ms).toISOString().slice(11, 19);
}

function span(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
