import type { ObjectiveTerms } from './objective-terms';

/** The objectives whose alarms an alert dispatcher explains, as a parameter holds them in JSON. */
export interface ToldObjectives {
  /** Names of the alarms that are told, to the place of their objective among `terms`. */
  readonly alarms: Readonly<Record<string, number>>;
  readonly terms: readonly ObjectiveTerms[];
}
