import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Incident, IncidentError } from '../rehearsal';
import { counted } from '../text';
import type { Io } from './io';
import type { TemplateChoice } from './template-options';
import { UsageError } from './usage-error';

export const INCIDENT_FOLDER = 'incidents';

/** Without arguments, incidents are those of a folder that must be there. */
export function refuseMissingFolder(verb: string, args: readonly string[], { cwd }: Io): void {
  if (args.length > 1 || args[0] !== INCIDENT_FOLDER || existsSync(resolve(cwd, INCIDENT_FOLDER))) return;
  throw new UsageError(
    `${verb}: there is no folder ${INCIDENT_FOLDER} here; write incidents there, or name a file; see docs/incidents.md`,
  );
}

/** The incidents of the realm that was asked for; the others name alarms that it does not have. */
export function incidentsOfRealm(
  verb: string,
  incidents: readonly Incident[],
  wanted: string | undefined,
  io: Io,
): readonly Incident[] {
  if (wanted === undefined) return incidents;
  const others = new Map<string, number>();
  for (const { realm } of incidents) {
    if (realm !== undefined && realm !== wanted) others.set(realm, (others.get(realm) ?? 0) + 1);
  }
  if (others.size === 0) return incidents;
  const skipped = [...others].map(([realm, count]) => `${counted(count, 'incident')} of realm ${realm}`);
  const own = incidents.filter(({ realm }) => realm === wanted);
  if (own.length === 0) {
    throw new UsageError(
      `${verb}: nothing to play on realm ${wanted}, got ${skipped.join(', ')}; write incidents with 'realm: ${wanted}' or without a realm; see docs/incidents.md`,
    );
  }
  io.err(`skipped ${skipped.join(', ')}`);
  return own;
}

/** The template that an incident is to be played against when no option says. */
export function templateOfIncident({ file, template, realm }: Incident): TemplateChoice {
  if (template !== undefined) return { paths: [template] };
  if (realm !== undefined) return { paths: [], realm };
  const message = 'names neither realm nor template, allowed: one of them, or --template or --realm';
  throw new IncidentError([{ file, message }]);
}

/** How reports name it. */
export const choiceName = ({ realm, paths }: TemplateChoice): string =>
  realm === undefined ? paths.join(', ') : `realm ${realm}`;
