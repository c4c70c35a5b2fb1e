import { type ScalarTerm, type SeriesTerm, scalar, series, spread, type Term } from './term';

/**
 * IF(condition, whenTrue[, whenFalse]). Slot by slot: no condition, no point; a true condition takes `whenTrue`,
 * missing as 0; a false one takes `whenFalse`, and no point where that is missing or left out (user guide's
 * table). A scalar condition takes a whole branch as it is.
 */
export function chooser(
  condition: ScalarTerm | SeriesTerm,
  whenTrue: ScalarTerm | SeriesTerm,
  whenFalse: ScalarTerm | SeriesTerm | undefined,
): Term {
  const pointwise = [condition, whenTrue, whenFalse].every((term) => term?.pointwise ?? true);
  const yes = spread(whenTrue);
  const no = whenFalse && spread(whenFalse);
  if (condition.kind === 'scalar') {
    if (whenTrue.kind === 'scalar' && whenFalse?.kind === 'scalar') {
      return scalar((frame) => {
        const value = condition.run(frame);
        return value === null ? null : (value === 0 ? whenFalse : whenTrue).run(frame);
      }, pointwise);
    }
    return series((frame) => {
      const value = condition.run(frame);
      const branch = value === null ? undefined : value === 0 ? no : yes;
      return branch ? branch(frame) : new Array(frame.length).fill(null);
    }, pointwise);
  }
  // A number without a value (1/0) is no metric whose missing point would count as 0.
  const absent = whenTrue.kind === 'series' ? 0 : null;
  return series((frame) => {
    const [trueValues, falseValues] = [yes(frame), no?.(frame)];
    return condition.run(frame).map((value, slot) => {
      if (value === null) return null;
      return value === 0 ? (falseValues?.[slot] ?? null) : (trueValues[slot] ?? absent);
    });
  }, pointwise);
}
