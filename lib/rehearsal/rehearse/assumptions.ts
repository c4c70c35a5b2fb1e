import type { Notice } from '../../engine/model/outcome';

/** Whether a notice is about the engine's rules for a kind of alarm that nobody has measured, not about data. */
export function isAssumption({ code }: Notice): boolean {
  return ASSUMPTIONS.includes(code);
}

// --- internal ---

const ASSUMPTIONS: readonly string[] = ['premature-datapoint'];
