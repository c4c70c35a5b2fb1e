import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Incident, IncidentError, type IncidentProblem, readIncident } from '../rehearsal';
import { UsageError } from './usage-error';

/** Incident files of the arguments, folders expanded, in the order given, then by name. */
export function incidentFiles(args: readonly string[], cwd: string, verb = 'rehearse'): string[] {
  const files = args.flatMap((arg) => {
    const path = resolve(cwd, arg);
    if (!existsSync(path)) throw new UsageError(`${verb}: no such file or folder: ${arg}`);
    if (!statSync(path).isDirectory()) return [relative(cwd, path) || arg];
    const names = readdirSync(path).filter((name) => /\.ya?ml$/.test(name));
    return names.sort().map((name) => relative(cwd, join(path, name)));
  });
  if (files.length === 0) {
    throw new UsageError(`${verb}: no incident files in ${args.join(', ')}, allowed: *.yaml, *.yml`);
  }
  return [...new Set(files)];
}

/** Reads all files, those that name no realm as `realm`'s; the mistakes of all of them are one error. */
export function readIncidents(files: readonly string[], cwd: string, realm?: string): Incident[] {
  const problems: IncidentProblem[] = [];
  const incidents = files.flatMap((file) => {
    try {
      return [{ ...readIncident(resolve(cwd, file), realm === undefined ? {} : { realm }), file }];
    } catch (error) {
      if (!(error instanceof IncidentError)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, file })));
      return [];
    }
  });
  if (problems.length > 0) throw new IncidentError(problems);
  return incidents;
}
