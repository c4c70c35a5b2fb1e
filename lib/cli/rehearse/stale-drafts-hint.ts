import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IncidentProblem } from '../../rehearsal';
import { isUneditedDraft } from '../draft/draft-mark';

/** How to mend drafts that nobody has edited and whose alarms have other names by now; undefined where there are none. */
export function staleDraftsHint(problems: readonly IncidentProblem[], cwd: string): string | undefined {
  const files = [...new Set(problems.map(({ file }) => file))];
  const drafts = files.filter((file) => {
    const path = resolve(cwd, file);
    return existsSync(path) && isUneditedDraft(readFileSync(path, 'utf8'));
  });
  if (drafts.length === 0) return undefined;
  const which =
    drafts.length === 1 ? `${drafts[0]} is a draft` : `${drafts.length} of these files are drafts`;
  return `rehearse: ${which} that nobody has edited; tiltmeter draft --update writes anew what the template has, and removes the rest`;
}
