import type { Draft } from '../../proof/draft';
import type { TemplateModel } from '../../rehearsal';
import { isRecord } from '../../rehearsal/template/is-record';
import { parseSource, type TemplateSource } from '../../rehearsal/template/source/template-source';
import { counted } from '../../text';

/**
 * What to do about alarms that nothing takes into ALARM: they are changed, or allowed by the rule that `check` finds
 * them by. Undefined where there are none.
 *
 * @param sources those of the model: of a Terraform plan, or of what AWS answered, no resource has Metadata
 */
export function wayOn(
  { findings, coverage }: Pick<Draft, 'findings' | 'coverage'>,
  { compositeAlarms }: Pick<TemplateModel, 'compositeAlarms'>,
  sources: () => readonly TemplateSource[],
): string | undefined {
  const missing = findings.flatMap(({ kind, name }) =>
    kind === 'alarm' && coverage.alarms.still.includes(name) ? [name] : [],
  );
  if (missing.length === 0) return undefined;
  const isComposite = (name: string) => compositeAlarms.some(({ alarmName }) => alarmName === name);
  const codes = [
    ...(missing.every(isComposite) ? [] : ['alarm-never-alarms']),
    ...(missing.some(isComposite) ? ['composite-never-alarms'] : []),
  ];
  if (sources().every((source) => hasMetadata(source))) {
    return `change what can never alarm, or allow it: Metadata of its resource, tiltmeter: { allow: [${codes.join(', ')}], why: REASON }`;
  }
  return `change what can never alarm; what was given has no place to allow ${counted(missing.length, 'alarm')}, and check leaves the rule out for all alarms: ${codes.map((code) => `--allow ${code}`).join(' ')}`;
}

// --- internal ---

/** CloudFormation has it. */
function hasMetadata(source: TemplateSource): boolean {
  const parsed = parseSource(source);
  return isRecord(parsed) && isRecord(parsed.Resources);
}
