import { counted } from '../../../text';
import type { Finding } from '../../checks';
import { checkPage } from './check-page';

/** A line for each finding, then how many there are, and where they are explained. */
export function findingsText(findings: readonly Finding[], resources: number, checks: number): string[] {
  const lines = findings.flatMap(({ severity, code, resource, name, message, branch }) => {
    const [first, ...rest] = message.split('\n');
    const subject = resource === name ? name : `${resource} (${name})`;
    const when = branch === undefined ? '' : ` (when ${branch})`;
    return [`${severity} ${code}: ${subject}: ${first}${when}`, ...rest];
  });
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const count = `${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}`;
  const page = findings.length === 0 ? [] : [`why, and what mends it: ${checkPage('CODE')}`];
  return [...lines, `${count} in ${counted(resources, 'resource')}, ${counted(checks, 'check')}`, ...page];
}
