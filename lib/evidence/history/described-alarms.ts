import type { TemplateSource } from '../../rehearsal';
import { EvidenceError } from '../evidence-error';
import { type EvidenceFile, jsonObject } from '../evidence-file';

/**
 * What DescribeAlarms says, as a source of the alarms that it describes.
 *
 * @throws {EvidenceError} for a file that is no output of DescribeAlarms
 */
export function describedAlarms(file: EvidenceFile): TemplateSource {
  const template = jsonObject(file, EXPECTED);
  if (!Array.isArray(template.MetricAlarms) && !Array.isArray(template.CompositeAlarms)) {
    const members = Object.keys(template).slice(0, 3).join(', ') || 'nothing';
    throw new EvidenceError(
      `${file.name}: got an object of ${members} without MetricAlarms and CompositeAlarms, allowed: ${EXPECTED}`,
    );
  }
  return { stackName: 'described', template };
}

// --- internal ---

const EXPECTED = 'the output of aws cloudwatch describe-alarms';
