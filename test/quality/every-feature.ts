import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { type RealmConfig, RealmStack } from '../../lib/realm';
import { readRealmFile } from '../../lib/realm/realm-file';
import { everyConstruct } from './every-construct';

/** Puts the realm whose file has every key, and every construct that a team may import, into an app. */
export function everyFeature(app: App): void {
  new RealmStack(app, everyKeyRealm());
  everyConstruct(app);
}

/** A finding that is accepted, by docs/policy.md. */
export interface Accepted {
  readonly rule: string;
  /** A path, with `*` for any part of it. */
  readonly at: string;
  readonly reason: string;
}

/** The table below a heading of docs/policy.md. */
export function acceptedFindings(heading: string): Accepted[] {
  const page = docs('policy.md');
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0];
  if (section === undefined) throw new Error(`docs/policy.md has no section ${heading}`);
  return [...section.matchAll(/^\| (\w+) \| `(.+)` \| (.+) \|$/gm)].map(([, rule, at, reason]) => ({
    rule: rule!,
    at: at!,
    reason: reason!,
  }));
}

/** Findings that no line of the table is about, and lines that are about none: both are to be empty. */
export function compare(
  found: readonly { readonly rule: string; readonly at: string }[],
  accepted: readonly Accepted[],
): { readonly notListed: string[]; readonly notFound: string[] } {
  const isOf = (line: Accepted, { rule, at }: { readonly rule: string; readonly at: string }) =>
    line.rule === rule && glob(line.at).test(at);
  return {
    notListed: found
      .filter((one) => !accepted.some((line) => isOf(line, one)))
      .map(({ rule, at }) => `${rule} at ${at}`)
      .sort(),
    notFound: accepted
      .filter((line) => !found.some((one) => isOf(line, one)))
      .map(({ rule, at }) => `${rule} at ${at}`),
  };
}

// --- internal ---

const docs = (name: string): string => readFileSync(join(__dirname, '../../docs', name), 'utf8');

/** docs/realm-file.md shows the file; a test there proves that no key is missing. */
function everyKeyRealm(): RealmConfig {
  const [, complete] = [...docs('realm-file.md').matchAll(/^```yaml\n(.*?)^```$/gms)].map(
    ([, text]) => text!,
  );
  const read = readRealmFile('prod.yaml', complete!);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

const glob = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
