import {
  type CheckFacts,
  type Finding,
  type Incident,
  metricsOf,
  rehearseVariants,
  runChecks,
  type TemplateModel,
  type VariantRehearsal,
} from '../../rehearsal';
import type { Mutant } from './mutant';
import { filterName } from './mutants';

/** A template and the incidents that its mutants are played against; each is prepared when it is first needed. */
export interface Stage {
  readonly model: TemplateModel;
  readonly incidents: readonly Incident[];
  readonly rehearsals: () => Iterable<VariantRehearsal>;
  /** Those that name what a mutant breaks come first: they are the likeliest to notice. */
  readonly rehearsalsFor: (mutant: Mutant) => Iterable<VariantRehearsal>;
  /** What the checks find of a mutant that they do not find of the template. */
  readonly findingsOf: (mutant: Mutant) => Finding[];
}

export function stageOf(model: TemplateModel, incidents: readonly Incident[], facts: CheckFacts = {}): Stage {
  const prepared = new Map<Incident, VariantRehearsal>();
  const rehearsalOf = (incident: Incident): VariantRehearsal => {
    const known = prepared.get(incident) ?? rehearseVariants(model, incident);
    prepared.set(incident, known);
    return known;
  };
  let usual: ReadonlySet<string> | undefined;
  return {
    model,
    incidents,
    rehearsals: () => incidents.map(rehearsalOf),
    rehearsalsFor: function* (mutant) {
      const names = alarmsOf(mutant);
      const isNaming = (incident: Incident) =>
        incident.expectations.some(
          (expectation) =>
            'alarm' in expectation && expectation.alarm !== undefined && names.has(expectation.alarm),
        );
      for (const incident of incidents) if (isNaming(incident)) yield rehearsalOf(incident);
      for (const incident of incidents) if (!isNaming(incident)) yield rehearsalOf(incident);
    },
    findingsOf: (mutant) => {
      usual ??= new Set(runChecks(model, facts).map(keyOf));
      return runChecks(mutant.model, facts).filter((finding) => !usual!.has(keyOf(finding)));
    },
  };
}

/** Names of the alarms that a mutant is about: those that read what a filter publishes. */
export function alarmsOf({ kind, subject, model }: Mutant): ReadonlySet<string> {
  if (kind === 'alarm' || kind === 'composite') return new Set([subject]);
  if (kind !== 'filter') return new Set();
  const filters = model.metricFilters.filter((filter) => subject === filterName(filter));
  const readers = model.alarms.filter((alarm) =>
    metricsOf(alarm).some((metric) =>
      filters.some(
        ({ metricNamespace, metricName }) =>
          metricNamespace === metric.namespace && metricName === metric.metricName,
      ),
    ),
  );
  return new Set(readers.map(({ alarmName }) => alarmName));
}

// --- internal ---

const keyOf = ({ code, resource }: Finding): string => `${code} ${resource}`;
