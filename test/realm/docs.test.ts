import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { parse } from 'yaml';
import { z } from 'zod';
import { buildApp, type RealmStack } from '../../lib/realm';
import { readRealmFile } from '../../lib/realm/realm-file';
import { realmSchema } from '../../lib/realm/realm-schema';

const page = readFileSync(join(__dirname, '../../docs/realm-file.md'), 'utf8');
const [smallest, complete, adopted] = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text]) => text!);

/** Every key of every section of a schema, with the sections that it is in: `workers.heartbeat.every`. */
function keysOf(schema: z.core.$ZodType, path = ''): string[] {
  const { def } = schema._zod as unknown as { def: Record<string, z.core.$ZodType> & { type: string } };
  if (schema instanceof z.ZodObject) {
    const named = Object.entries(schema.shape).flatMap(([key, inner]) => [
      `${path}${key}`,
      ...keysOf(inner as z.core.$ZodType, `${path}${key}.`),
    ]);
    return def.catchall ? [...named, ...keysOf(def.catchall, path)] : named;
  }
  const inner = [def.innerType, def.in, def.element, def.valueType, ...((def.options as never) ?? [])];
  return inner.filter((one) => one !== undefined).flatMap((one) => keysOf(one, path));
}

/** The keys that a text gives, in the same form; names of severities, workers, jobs, objectives and schedules are left out. */
function given(value: unknown, path: readonly string[] = []): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => given(item, path));
  if (typeof value !== 'object' || value === null) return [];
  const isNamed = path.length === 1 && ['alerts', 'workers', 'jobs', 'slos', 'schedules'].includes(path[0]!);
  return Object.entries(value).flatMap(([key, inner]) =>
    isNamed && typeof inner === 'object'
      ? given(inner, [...path, '*'])
      : [[...path, key].filter((part) => part !== '*').join('.'), ...given(inner, [...path, key])],
  );
}

test('the smallest file is right', () => {
  expect(readRealmFile('dev.yaml', smallest!)).toMatchObject({ config: { realm: 'dev' } });
});

test('the complete file is right, and a stack can be made of it', () => {
  const read = readRealmFile('prod.yaml', complete!);
  expect(read).toMatchObject({ config: { realm: 'prod' } });
  if ('problems' in read) return;
  const app = buildApp({ realms: [read.config] });
  const stack = app.node.findChild('lava-prod-monitoring') as RealmStack;
  Template.fromStack(stack).resourceCountIs('AWS::AutoScaling::AutoScalingGroup', 1);
});

test('the file beside Lava is right', () => {
  expect(readRealmFile('prod.yaml', adopted!)).toMatchObject({ config: { realm: 'prod' } });
});

test('the two files have every key of the schema', () => {
  const shown = new Set([complete!, adopted!].flatMap((text) => given(parse(text))));
  const keys = keysOf(realmSchema);
  expect(keys.length).toBeGreaterThan(60);
  expect(keys.filter((key) => !shown.has(key))).toEqual([]);
});
