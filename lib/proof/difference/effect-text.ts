import { offsetText } from '../../rehearsal';
import { counted, formatDuration } from '../../text';
import { spanText } from '../times';
import type { AlarmChange } from './difference';
import { isAsBefore, type PageChange } from './pages';
import type { Effect, Scene } from './played-difference';
import type { TimeChange } from './time-changes';

/** What a change of an alarm does on call, in a clause: `4m later, 2 of 3 pages of the recording would not have been sent`. */
export function effectSummary({ kind, effects, isJudged, times }: AlarmChange): string {
  const pages = effects.flatMap((effect) => effect.pages);
  const clauses = [
    delays(pages, 'later'),
    delays(pages, 'earlier'),
    ...SCENES.map((scene) =>
      countedPages(
        effects.filter((one) => one.scene.kind === scene),
        scene,
      ),
    ),
  ].flat();
  if (clauses.length > 0) return clauses.join(', ');
  if (times.length > 0) return times.map(timeClause).join(', ');
  if (pages.length > 0) return 'the same pages at the same time';
  if (kind !== 'changed') return '';
  return isJudged ? 'no page in what was played' : 'nothing that was played says anything of it';
}

/** A line for each page that differs, with the instants; offsets in an incident. */
export function effectLines({ effects }: AlarmChange): string[] {
  return effects.flatMap(({ scene, pages }) =>
    pages.filter((page) => !isAsBefore(page)).map((page) => `${sceneText(scene)}: ${pageText(page, scene)}`),
  );
}

/** A line for each kind of fault that is detected at another time: `silence: told after 5m1s to 6m59s, was 4m1s to 5m59s`. */
export function timeLines({ times }: AlarmChange): string[] {
  return times.map(({ fault, before, after }) => {
    const now = after ? `told after ${spanText(after)}` : 'not detected';
    return `${FAULTS[fault]}: ${now}, was ${before ? spanText(before) : 'not detected'}`;
  });
}

/** An instant of a scene as people look for it: an offset in an incident, a date in a recording. */
export function instantText(at: number, scene: Scene): string {
  return scene.kind === 'incident'
    ? offsetText(at - scene.start)
    : new Date(at).toISOString().replace('.000Z', 'Z');
}

// --- internal ---

const FAULTS = {
  silence: 'silence',
  step: 'a step over the threshold',
  growth: 'slow growth',
  event: 'a single event',
} as const;

function timeClause({ fault, kind, before, after }: TimeChange): string {
  if (kind === 'lost') return `${FAULTS[fault]} is no longer detected`;
  if (kind === 'new') return `${FAULTS[fault]} is detected now`;
  const by = Math.abs(Math.ceil(after!.latest) - Math.ceil(before!.latest));
  return `${FAULTS[fault]} is told up to ${formatDuration(by)} ${kind}`;
}

const SCENES = ['incident', 'recording'] as const;

const delayOf = ({ before, after }: PageChange): number => Math.abs(after! - before!);

function delays(pages: readonly PageChange[], kind: 'later' | 'earlier'): string[] {
  const times = pages.filter((page) => page.kind === kind).map(delayOf);
  if (times.length === 0) return [];
  const [least, most] = [Math.min(...times), Math.max(...times)];
  return [`${least === most ? '' : `${offsetText(least)} to `}${offsetText(most)} ${kind}`];
}

function countedPages(effects: readonly Effect[], scene: Scene['kind']): string[] {
  const pages = effects.flatMap((effect) => effect.pages);
  const before = pages.filter((page) => page.before !== undefined && page.wasBy === undefined).length;
  const lost = pages.filter(({ kind }) => kind === 'lost').length;
  const added = pages.filter(({ kind }) => kind === 'new').length;
  const by = pages.flatMap((page) => page.by ?? []);
  const wasBy = pages.flatMap((page) => page.wasBy ?? []);
  const where = scene === 'recording' ? 'of the recording' : 'of the incidents';
  return [
    ...(lost > 0 ? [`${lost} of ${counted(before, 'page')} ${where} would not have been sent`] : []),
    ...(by.length > 0
      ? [`${by.length} of ${counted(before, 'page')} ${where} sent by ${namesOf(by)} instead`]
      : []),
    ...(wasBy.length > 0
      ? [`${counted(wasBy.length, 'page')} ${where} sent by ${namesOf(wasBy)} before`]
      : []),
    ...(added > 0
      ? [`${counted(added, 'new page')} ${scene === 'recording' ? 'in the recording' : 'in the incidents'}`]
      : []),
  ];
}

const sceneText = (scene: Scene): string => (scene.kind === 'incident' ? scene.file : 'recording');

function pageText({ kind, before, after, by, wasBy }: PageChange, scene: Scene): string {
  if (kind === 'lost') return `not sent, was at ${instantText(before!, scene)}`;
  if (kind === 'new') return `new page at ${instantText(after!, scene)}`;
  const late = offsetText(Math.abs(after! - before!));
  const sender = by !== undefined ? `, by ${by}` : wasBy !== undefined ? `, was by ${wasBy}` : '';
  return `page at ${instantText(after!, scene)}, ${kind === 'same' ? 'as before' : `${late} ${kind}`}${sender}`;
}

const namesOf = (names: readonly string[]): string => [...new Set(names)].join(', ');
