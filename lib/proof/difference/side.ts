/** The old template, or the new one. */
export type Side = 'before' | 'after';

export const SIDES: readonly Side[] = ['before', 'after'];
