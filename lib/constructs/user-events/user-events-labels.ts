import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { USER_EVENT_PRESETS, type UserEventPresetName } from '../../contract';
import { closest } from '../../text';
import { ConstructError } from '../construct-error';

export interface LabelProps {
  readonly preset?: UserEventPresetName;
  readonly renameTags?: Readonly<Record<string, string>>;
  readonly dimensions?: readonly string[];
}

/** Refuses labels that the preset does not have; the consumer would too, but only when it has been deployed. */
export function checkLabels(scope: IConstruct, props: LabelProps): void {
  const { preset = 'openwhisk', renameTags = {}, dimensions = [] } = props;
  const metrics = Object.values(USER_EVENT_PRESETS[preset].metrics);
  const labels = [...new Set(metrics.flatMap((metric): readonly string[] => metric.labels))];
  checkKnown(scope, 'renameTags', Object.keys(renameTags), labels);
  checkKnown(
    scope,
    'dimensions',
    dimensions,
    labels.map((label) => renameTags[label] ?? label),
  );
}

// --- internal ---

function checkKnown(
  scope: IConstruct,
  prop: string,
  given: readonly string[],
  known: readonly string[],
): void {
  const unknown = given.find((label) => !Token.isUnresolved(label) && !known.includes(label));
  if (unknown === undefined) return;
  const near = closest(unknown, known);
  throw new ConstructError(
    scope,
    `${prop}: no such label, got '${unknown}', allowed: ${known.join(', ')}${near ? `, did you mean '${near}'` : ''}`,
  );
}
