import type { Expectation } from '../../rehearsal';
import { firstDifference, type SeenDifference } from './first-difference';
import type { Mutant } from './mutant';
import type { Stage } from './stage';

/** How a mutant fared. */
export interface MutantVerdict extends Pick<Mutant, 'kind' | 'subject' | 'operator' | 'what'> {
  /** `caught`: something fails; `survived`: nothing does; `equivalent`: nothing can, which is proved. */
  readonly outcome: 'caught' | 'survived' | 'equivalent';
  /** Of what is caught. */
  readonly by?: CaughtBy;
  /** Of what survived, what an incident must show so that it can be told. */
  readonly shown?: string;
  /** Of what survived, where it made a difference that no expectation is against. */
  readonly seen?: SeenDifference;
  /** Why it is equivalent. */
  readonly reason?: string;
}

export type CaughtBy =
  | { readonly file: string; readonly line: number; readonly expectation: Expectation['kind'] }
  | { readonly check: string }
  /** AWS takes no such template, in the engine's words. */
  | { readonly refused: string };

/** Plays a mutant until the first expectation fails; what no incident notices, the checks may. */
export function judgeMutant(stage: Stage, mutant: Mutant): MutantVerdict {
  const { kind, subject, operator, what, shown, equivalent } = mutant;
  const named = { kind, subject, operator, what };
  if (equivalent !== undefined) return { ...named, outcome: 'equivalent', reason: equivalent };
  let seen: SeenDifference | undefined;
  try {
    for (const rehearsal of stage.rehearsalsFor(mutant)) {
      const played = rehearsal.play(mutant.model);
      if (!played) continue;
      const { file, expectations } = rehearsal.incident;
      const failing = expectations.find((expectation) => !played.judge(expectation).held);
      if (failing) {
        return { ...named, outcome: 'caught', by: { file, line: failing.line, expectation: failing.kind } };
      }
      seen ??= firstDifference(rehearsal, played, mutant);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ...named, outcome: 'caught', by: { refused: error.message } };
  }
  const [finding] = stage.findingsOf(mutant);
  if (finding) return { ...named, outcome: 'caught', by: { check: finding.code } };
  return { ...named, outcome: 'survived', shown, ...(seen ? { seen } : {}) };
}
