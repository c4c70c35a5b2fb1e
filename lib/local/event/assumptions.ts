import type { Notice } from '../../engine/model/outcome';
import { isAssumption } from '../../rehearsal';
import type { NoticeEvent } from './realm-event';

/** The code of the one notice that stands for many. */
export const ASSUMPTIONS_CODE = 'assumptions';

/**
 * Notices on how sure the engine is of its own rules become one: there is one for every second alarm, and nobody
 * can act on them. The others stay as they are, in their order.
 */
export function foldAssumptions(notices: readonly Notice[]): readonly FoldedNotice[] {
  const assumptions = notices.filter(isAssumption);
  const [first] = assumptions;
  if (!first) return notices;
  const count = assumptions.length;
  const more = count === 1 ? '' : `; ${count - 1} more ${count === 2 ? 'is' : 'are'} of this kind`;
  return [
    { at: first.at, code: ASSUMPTIONS_CODE, message: first.message + more },
    ...notices.filter((notice) => !isAssumption(notice)),
  ];
}

// --- internal ---

type FoldedNotice = Pick<Notice, 'at'> & Pick<NoticeEvent, 'code' | 'message'>;
