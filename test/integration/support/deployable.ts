import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the emulator cannot create, and why; everything else of a realm is deployed as it is. */
export const NOT_DEPLOYABLE: readonly (readonly [string, (resource: Resource) => boolean])[] = [
  ['AWS::CloudWatch::CompositeAlarm', () => true],
  ['AWS::CloudWatch::AlarmMuteRule', () => true],
  ['AWS::Logs::QueryDefinition', () => true],
  ['AWS::Lambda::EventInvokeConfig', () => true],
  ['AWS::CloudWatch::Alarm', ({ Properties }) => Properties?.Metrics !== undefined],
];

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DependsOn?: unknown;
}

/** Takes the resources that the emulator cannot create out of the templates; returns what was taken out. */
export function stripNotDeployable(assembly: string): string[] {
  const files = readdirSync(assembly).filter((file) => file.endsWith('.template.json'));
  return files.flatMap((file) => {
    const path = join(assembly, file);
    const template = JSON.parse(readFileSync(path, 'utf8')) as { Resources: Record<string, Resource> };
    const taken = Object.entries(template.Resources).filter(([, resource]) => cannot(resource));
    for (const [logicalId] of taken) delete template.Resources[logicalId];
    const gone = new Set(taken.map(([logicalId]) => logicalId));
    writeFileSync(
      path,
      JSON.stringify(template, (_, value) => (refersTo(value, gone) ? 'not-deployed' : value)),
    );
    return taken.map(([logicalId, { Type }]) => `${Type} ${logicalId}`);
  });
}

// --- internal ---

/** Whether a value is a reference to one of the resources, as a dashboard has to its alarms. */
function refersTo(value: unknown, gone: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: string[] };
  return gone.has(Ref ?? attribute?.[0] ?? '');
}

const cannot = (resource: Resource): boolean =>
  NOT_DEPLOYABLE.some(([type, applies]) => type === resource.Type && applies(resource));
