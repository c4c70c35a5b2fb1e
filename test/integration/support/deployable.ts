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
    writeFileSync(path, JSON.stringify(template));
    return taken.map(([logicalId, { Type }]) => `${Type} ${logicalId}`);
  });
}

// --- internal ---

const cannot = (resource: Resource): boolean =>
  NOT_DEPLOYABLE.some(([type, applies]) => type === resource.Type && applies(resource));
