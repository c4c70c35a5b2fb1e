import { counted } from '../../text';
import type { MutantVerdict } from './judge-mutant';
import { mutantName } from './mutant';

/** What became of the mutants of one template. */
export interface MutationReport {
  /** `realm dev`, or the paths of the templates. */
  readonly template: string;
  readonly incidents: number;
  readonly verdicts: readonly MutantVerdict[];
  /** Mutants for which the time did not last. */
  readonly notPlayed: number;
  /** Mutants of which nothing has changed since the revision that was given. */
  readonly unchanged: number;
}

/** What became of the mutants of all templates. */
export interface MutationDocument {
  readonly passed: boolean;
  /** Percent of the mutants that are caught, with one decimal, rounded down. */
  readonly score: number;
  /** With `--min-score`. */
  readonly minScore?: number;
  readonly templates: readonly MutatedTemplate[];
}

export interface MutatedTemplate extends Omit<MutationReport, 'incidents'> {
  /** How many were played. */
  readonly incidents: number;
  /** Mutants that were played and can be told from the template. */
  readonly mutants: number;
  readonly caught: number;
  readonly caughtByCheckAlone: number;
  readonly survived: number;
  /** Mutants that are proved to make no difference. */
  readonly equivalent: number;
  readonly score: number;
}

/** Of the mutants that can be told from the template, how many are caught, in percent with one decimal, rounded down. */
export function scoreOf(reports: readonly Pick<MutationReport, 'verdicts'>[]): number {
  const { caught, told } = countsOf(reports.flatMap(({ verdicts }) => verdicts));
  return told === 0 ? 100 : Math.floor((1000 * caught) / told) / 10;
}

/** The survivors of a template, and its counts. */
export function mutationText({
  template,
  incidents,
  verdicts,
  notPlayed,
  unchanged,
}: MutationReport): string[] {
  const counts = countsOf(verdicts);
  const survivors = verdicts.filter(({ outcome }) => outcome === 'survived');
  const lines = survivors.flatMap((verdict) => [`survived: ${mutantName(verdict)}`, `  ${hint(verdict)}`]);
  const rest = [
    ...(counts.byCheck > 0 ? [`${counts.byCheck} of them by tiltmeter check alone`] : []),
    ...(counts.equivalent > 0 ? [`${counts.equivalent} more are proved to make no difference`] : []),
    ...(unchanged > 0 ? [`${unchanged} more have not changed and were not played`] : []),
    ...(notPlayed > 0 ? [`${notPlayed} more were not played: the time was over`] : []),
  ];
  const summary = `${template}: ${counts.caught} of ${counted(counts.told, 'mutant')} caught by ${counted(incidents, 'incident')}`;
  return [...lines, ...(lines.length > 0 ? [''] : []), [summary, ...rest].join('; ')];
}

/** The reports as plain data for machines. */
export function mutationJson(
  reports: readonly MutationReport[],
  minScore: number | undefined,
): MutationDocument {
  const score = scoreOf(reports);
  return {
    passed: score >= (minScore ?? 0),
    score,
    ...(minScore === undefined ? {} : { minScore }),
    templates: reports.map(({ template, incidents, verdicts, notPlayed, unchanged }) => {
      const { caught, told, byCheck, equivalent } = countsOf(verdicts);
      return {
        template,
        incidents,
        mutants: told,
        caught,
        caughtByCheckAlone: byCheck,
        survived: told - caught,
        equivalent,
        unchanged,
        notPlayed,
        score: scoreOf([{ verdicts }]),
        verdicts,
      };
    }),
  };
}

// --- internal ---

function countsOf(verdicts: readonly MutantVerdict[]) {
  const caught = verdicts.filter(({ outcome }) => outcome === 'caught');
  const equivalent = verdicts.filter(({ outcome }) => outcome === 'equivalent').length;
  return {
    caught: caught.length,
    byCheck: caught.filter(({ by }) => by && 'check' in by).length,
    equivalent,
    told: verdicts.length - equivalent,
  };
}

function hint({ seen, shown }: MutantVerdict): string {
  if (!seen) return `missing: an incident in which ${shown}`;
  const { file, line, text } = seen;
  if (line === undefined) return `${file}: ${text}, and no expectation names it`;
  return `${file}:${line}: takes ${text}`;
}
