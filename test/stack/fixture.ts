import { join } from 'node:path';
import { parse } from 'yaml';
import { type Incident, readIncident } from '../../lib/rehearsal';
import { lokiStack, type StackOptions } from '../../lib/stack';

export const OPTIONS = {
  level: 'root',
  realm: {
    system: 'lava',
    realm: 'dev',
    aws: { account: '123456789012', region: 'ap-southeast-2' },
    metrics: { namespace: 'Lava' },
    alerts: { page: [], ticket: [] },
    workers: [
      {
        name: 'core',
        heartbeat: { everySeconds: 60, alarmAfterSeconds: 300 },
        queue: { depth: 100, forSeconds: 900, oldestSeconds: 7_200 },
      },
      {
        name: 'gpu',
        heartbeat: { everySeconds: 60, alarmAfterSeconds: 600 },
        queue: { forSeconds: 900, stuckSeconds: 0 },
      },
    ],
  },
  webhook: 'http://127.0.0.1:4701/webhook',
} as const satisfies StackOptions;

/** An incident of this repository. */
export const incident = (name: string): Incident =>
  readIncident(join(__dirname, '../../incidents', `${name}.yaml`));

export const LEVELS = ['root', 'cluster'] as const;

/** The files of a stack: path to text. They are written once for each choice of options, which takes 0.1 s. */
export function filesOf(options: Partial<StackOptions> = {}): ReadonlyMap<string, string> {
  const key = JSON.stringify(options);
  const files =
    written.get(key) ?? new Map(lokiStack({ ...OPTIONS, ...options }).map(({ path, text }) => [path, text]));
  written.set(key, files);
  return files;
}

const written = new Map<string, ReadonlyMap<string, string>>();

// biome-ignore lint/suspicious/noExplicitAny: the shapes are other programs'; a wrong path fails the test
export function yamlOf(path: string, options: Partial<StackOptions> = {}): any {
  return parse(filesOf(options).get(path)!);
}

export interface WrittenRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export function rulesOf(source: 'loki' | 'prometheus', options: Partial<StackOptions> = {}): WrittenRule[] {
  return yamlOf(`rules/${source}.yml`, options).groups[0].rules;
}
