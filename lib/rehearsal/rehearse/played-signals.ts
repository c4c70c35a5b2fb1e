import type { Signal } from '../../engine/model/signal';
import type { Incident } from '../incident';
import type { TemplateModel } from '../template';
import { freshnessSignals } from './freshness-signals';
import { signalsOf } from './signals-of';

/** What CloudWatch is told in the course of an incident, by what its file says and by the template's own functions. */
export function playedSignals(incident: Incident, model: TemplateModel): Signal[] {
  const signals = signalsOf(incident, model.metricFilters);
  return [...signals, ...freshnessSignals(model, signals, incident)];
}
