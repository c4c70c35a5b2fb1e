import type { JobRequest, JobTriggerRule, ObjectConditions } from '../../lib/contract';
import { globExpression } from '../../lib/text';
import type { ObjectEvent } from './object-events';
import { renderTemplates, templateScope } from './trigger-template';

/** A request of a trigger, or why there is none. */
export interface TriggeredRequest {
  /** The same when S3 tells of the same again. */
  readonly origin: string;
  readonly value?: unknown;
  readonly problem?: string;
  /** What within so many seconds is told once. */
  readonly once?: { readonly key: string; readonly seconds: number };
}

/**
 * The requests of every trigger that the event is for. One that its conditions keep out, or that is not enabled, asks
 * for nothing; an event for which nobody has set up a trigger was sent here by mistake.
 */
export function triggeredRequests(
  event: ObjectEvent,
  triggers: readonly JobTriggerRule[],
): TriggeredRequest[] {
  const fitting = triggers.flatMap((rule, place) => (isFor(rule, event) ? [{ rule, place }] : []));
  if (fitting.length === 0) {
    const what = `${event.type} of object ${JSON.stringify(event.key)} of bucket ${event.bucket}`;
    return [{ origin: event.origin, problem: `no trigger for ${what}` }];
  }
  return fitting.flatMap(({ rule, place }) => {
    const origin = `${event.origin}/${place}`;
    const wanted = rule.enabled !== false && meets(rule, event);
    if (wanted === undefined) return [{ origin, problem: `S3 does not tell the size of ${event.key}` }];
    return wanted ? rule.jobs.map((job, index) => requestOf(job, rule, event, `${origin}/${index}`)) : [];
  });
}

// --- internal ---

const CREATED = /^ObjectCreated:/;

function isFor({ bucket, prefix = '', suffix = '', ...rule }: JobTriggerRule, event: ObjectEvent): boolean {
  const { key, type } = event;
  const longEnough = key.length >= prefix.length + suffix.length;
  const isMeant = rule.if?.event !== undefined || CREATED.test(type);
  return bucket === event.bucket && longEnough && key.startsWith(prefix) && key.endsWith(suffix) && isMeant;
}

/** Undefined: S3 does not tell what the answer depends on. */
type Answer = boolean | undefined;

function meets({ if: wanted = {}, ifNot: unwanted = {} }: JobTriggerRule, event: ObjectEvent): Answer {
  const opposites = answersTo(unwanted, event).map((answer) => (answer === undefined ? undefined : !answer));
  const answers = [...answersTo(wanted, event), ...opposites];
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function answersTo({ name, largerThan, event: types }: ObjectConditions, event: ObjectEvent): Answer[] {
  const { key, type, size } = event;
  return [
    ...(name === undefined ? [] : [fitsOne(name, key)]),
    ...(types === undefined ? [] : [fitsOne(types, type)]),
    ...(largerThan === undefined ? [] : [size === undefined ? undefined : size > largerThan]),
  ];
}

const fitsOne = (globs: readonly string[], text: string): boolean =>
  globs.some((glob) => globExpression(glob).test(text));

function requestOf(
  job: string,
  { request, template, once }: JobTriggerRule,
  event: ObjectEvent,
  origin: string,
): TriggeredRequest {
  const { bucket, key, type, size } = event;
  const given = { ...request, job_id: job };
  const rendered = template === false ? { value: given } : renderTemplates(given, () => templateScope(event));
  if ('problem' in rendered) return { origin, problem: rendered.problem };
  const value = rendered.value as JobRequest;
  return {
    origin,
    value: { ...value, parameters: { bucket, key, ...value.parameters } },
    ...(once !== undefined && {
      once: {
        key: JSON.stringify([bucket, key, type, size, origin.slice(event.origin.length)]),
        seconds: once,
      },
    }),
  };
}
