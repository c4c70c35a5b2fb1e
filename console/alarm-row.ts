import type { AlarmCard } from '../lib/local/console/alarm-card';
import type { TopicCard } from '../lib/local/console/topic-card';
import { element, freshId, keyed, link, setText, within } from './dom';
import { breaching } from './lanes';
import { createSparkline, type Sparkline } from './sparkline';
import { short, span } from './time-text';

/** One alarm: its signal, what it says, and whom it tells. */
export function alarmRow({
  alarmName,
  label,
  reads,
  topics,
  description,
  first,
  runbook,
}: AlarmCard): HTMLElement {
  const sparkline = createSparkline();
  const more = element('div', 'more');
  more.id = freshId();
  more.hidden = true;
  const name = element('button', 'name', label);
  name.type = 'button';
  name.setAttribute('aria-expanded', 'false');
  name.setAttribute('aria-controls', more.id);
  name.addEventListener('click', () => {
    more.hidden = !more.hidden;
    name.setAttribute('aria-expanded', String(!more.hidden));
  });
  const signals = reads.map((one) => shortened(one, alarmName)).join(', ');
  const signal = element('p', 'reads', signals);
  signal.title = reads.join(', ');
  more.append(element('p', 'full'), element('p', 'condition'), element('p', 'why'));
  if (runbook) more.append(element('p', 'runbook', link('Runbook', runbook)));
  const row = element(
    'li',
    'alarm',
    element('div', 'signal', signal, sparkline.node),
    element(
      'div',
      'what',
      element('p', 'head', element('span', 'badge'), name, element('span', 'since')),
      element('p', 'description', element('span', 'when'), element('span', 'says', description ?? '')),
      ...(first ? [element('p', 'first', element('b', '', 'First: '), first)] : []),
      element('p', 'reason'),
      more,
    ),
    element('ul', 'topics'),
  );
  row.dataset.topics = topics.join(' ');
  setText(within(row, '.full'), alarmName);
  sparklines.set(row, sparkline);
  return row;
}

export function updateAlarm(
  row: HTMLElement,
  card: AlarmCard,
  topics: readonly TopicCard[],
  now: number,
): void {
  const { state, reason, since, description, condition } = card;
  const close = state === 'ALARM' ? 0 : breaching(card);
  row.dataset.tone = close > 0 ? 'wait' : TONES[state];
  row.dataset.state = state;
  setText(within(row, '.badge'), close > 0 ? `${close} of ${condition!.datapointsToAlarm}` : BADGES[state]);
  setText(within(row, '.since'), state === 'INSUFFICIENT_DATA' ? '' : `for ${span(now - since)}`);
  // It tells of the failure: alone beside another state it would read as if it had come.
  setText(within(row, '.when'), description && state !== 'ALARM' ? 'Alarms when: ' : '');
  setText(within(row, '.reason'), state === 'ALARM' ? inShort(reason) : '');
  setText(
    within(row, '.condition'),
    condition ? conditionText(card) : `Reads ${card.reads.length} other alarms.`,
  );
  setText(within(row, '.why'), reason);
  const told = topics.filter(({ topic }) => card.topics.includes(topic));
  keyed(within(row, '.topics'), told, ({ topic }) => topic, topicChip);
  sparklines.get(row)?.update(card, now);
}

// --- internal ---

const sparklines = new WeakMap<HTMLElement, Sparkline>();

/** A composite's reason names alarms by their ARNs. */
const inShort = (reason: string): string => reason.replace(/arn:[^:\s]*:cloudwatch:[^:\s]*:\d*:alarm:/g, '');

const TONES = { ALARM: 'bad', OK: 'good', INSUFFICIENT_DATA: '' } as const;
const BADGES = { ALARM: 'ALARM', OK: 'OK', INSUFFICIENT_DATA: 'no data' } as const;

/** The part of a metric's name that its alarm's name does not say already. */
function shortened(metric: string, alarmName: string): string {
  const parts = alarmName.split('-');
  for (let count = parts.length; count > 1; count--) {
    const prefix = `${parts.slice(0, count).join('-')}-`;
    if (metric.startsWith(prefix)) return metric.slice(prefix.length);
  }
  return metric;
}

function conditionText({ condition }: AlarmCard): string {
  const { operator, threshold, datapointsToAlarm: m, evaluationPeriods: n, period } = condition!;
  const which = m === n ? `the last ${n}` : `${m} of the last ${n}`;
  return `In ALARM when ${which} ${n === 1 ? 'value is' : 'values are'} ${operator} ${threshold}; one every ${short(period)}.`;
}

function topicChip({ topic, label, channels }: TopicCard): HTMLElement {
  const chip = element('li', 'topic', element('b', '', label), ` ${channels.join(', ')}`);
  chip.title = topic;
  return chip;
}
