import { CHECKS, type Finding, judgeBranches, TemplateError, type TemplateModel } from '../rehearsal';
import { counted } from '../text';
import type { Io } from './io';
import { type TemplateChoice, templateBranches, templateChoice } from './template-options';
import { UsageError } from './usage-error';
import { EXIT, type ExitCode, type OptionValues, type VerbRun } from './verb';

/** Runs the checks on a template and prints what they find. */
export const run: VerbRun = async (values, _positionals, io) => {
  const choice = await templateChoice('check', values, io, { together: true });
  if (!choice) throw new UsageError('check: needs --template FILE or --realm NAME');
  const allowed = (values.allow ?? []) as readonly string[];
  refuseUnknownCodes(allowed);
  const branches = branchesOf(choice, values, io);
  const emissionSeconds = choice.realm === undefined ? undefined : heartbeatSeconds(choice.realm, values, io);
  const found = judgeBranches(branches, emissionSeconds ? { emissionSeconds } : {});
  const findings = found.filter(({ code }) => !allowed.includes(code));
  const isFailure = ({ severity }: Finding) => severity === 'error' || values.strict === true;
  const failures = findings.filter(isFailure).length;
  if (values.json) io.out(JSON.stringify({ passed: failures === 0, findings }));
  else for (const line of reportLines(findings, resourceCount(branches))) io.out(line);
  return (failures === 0 ? EXIT.ok : EXIT.findings) satisfies ExitCode;
};

// --- internal ---

/** With --json there is a document whatever comes in. */
function branchesOf(choice: TemplateChoice, values: OptionValues, io: Io): TemplateModel[] {
  try {
    return templateBranches(choice, values, io.cwd);
  } catch (error) {
    if (values.json && error instanceof TemplateError) {
      io.out(JSON.stringify({ passed: false, findings: [], problems: error.problems }));
    }
    throw error;
  }
}

/** Resources of whatever branch. */
function resourceCount(branches: readonly TemplateModel[]): number {
  return new Set(branches.flatMap(({ resources }) => resources.map(({ id }) => id))).size;
}

function refuseUnknownCodes(codes: readonly string[]): void {
  const known = CHECKS.map(({ code }) => code);
  const unknown = codes.find((code) => !known.includes(code));
  if (unknown !== undefined) {
    throw new UsageError(`check: --allow: got '${unknown}', allowed: ${known.join(', ')}`);
  }
}

/** How often the workers of a realm send a heartbeat, which only the realm file says. */
function heartbeatSeconds(realm: string, values: OptionValues, io: Io) {
  const { heartbeatIntervals } = require('./heartbeat-intervals') as typeof import('./heartbeat-intervals');
  const intervals = heartbeatIntervals(realm, String(values.realms), io.cwd);
  return (_namespace: string, metricName: string): number | undefined => intervals.get(metricName);
}

function reportLines(findings: readonly Finding[], resources: number): string[] {
  const lines = findings.flatMap(({ severity, code, resource, name, message, branch }) => {
    const [first, ...rest] = message.split('\n');
    const subject = resource === name ? name : `${resource} (${name})`;
    const when = branch === undefined ? '' : ` (when ${branch})`;
    return [`${severity} ${code}: ${subject}: ${first}${when}`, ...rest];
  });
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const count = `${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}`;
  return [...lines, `${count} in ${counted(resources, 'resource')}, ${CHECKS.length} checks`];
}
