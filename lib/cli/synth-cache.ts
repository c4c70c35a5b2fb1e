import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeFolders } from '../local/make-folders';
import { UsageError } from './usage-error';

export interface SynthCacheProps {
  readonly realm: string;
  /** Directory of the realm files. */
  readonly realms: string;
  readonly cwd: string;
}

/**
 * The folder that a realm is synthesised into, made anew only when something that it is made of has changed:
 * a small incident must not wait for the CDK. It lies under `.tiltmeter`, one folder a realm.
 */
export function synthesisedRealm({ realm, realms, cwd }: SynthCacheProps): string {
  const directory = resolve(cwd, realms);
  const cache = join(cwd, '.tiltmeter', 'synth');
  const folder = join(cache, `${realm}-${keyOf(join(directory, `${realm}.yaml`), cwd)}`);
  if (existsSync(join(folder, 'manifest.json'))) return folder;
  // The constructs cost more to load than a rehearsal takes.
  const { buildApp, loadRealms } = require('../realm') as typeof import('../realm');
  const configs = loadRealms(directory, [realm]);
  const fresh = makeFresh(cache, realm);
  try {
    buildApp({ realms: configs, outdir: fresh, validate: false }).synth();
    dropStale(cache, realm);
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // Another process may have put the same folder there meanwhile; it is as good.
    if (!existsSync(join(folder, 'manifest.json'))) throw error;
  }
  return folder;
}

// --- internal ---

function makeFresh(cache: string, realm: string): string {
  try {
    makeFolders(cache);
    return mkdtempSync(join(cache, `${realm}.new-`));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `cannot write to ${cache} (${code}), where realms are synthesised; run where you may write`,
    );
  }
}

/** What a template is made of besides the realm file: this package's code and the functions' bundles. */
const MADE_OF = ['constructs', 'contract', 'realm', 'text', '../lambda', '../dist/lambda'];

/** This file is in lib/cli, or bundled into a verb that has a folder of its own there. */
const LIB = ['..', '../..']
  .map((up) => join(__dirname, up))
  .find((folder) => existsSync(join(folder, 'constructs')))!;

function keyOf(realmFile: string, cwd: string): string {
  const hash = createHash('sha256');
  // The context is the directory's, or else the package's own, where lib is or where dist is.
  const contexts = [cwd, join(LIB, '..'), join(LIB, '../..')];
  for (const file of [realmFile, ...contexts.map((directory) => join(directory, 'cdk.json'))]) {
    hash.update(`${file}\n`);
    hash.update(contentOf(file));
  }
  for (const folder of MADE_OF) hashStats(join(LIB, folder), hash);
  hash.update(require('aws-cdk-lib/package.json').version);
  return hash.digest('hex').slice(0, 16);
}

/** What cannot be read is for whoever needs it to tell. */
function contentOf(file: string): string | Buffer {
  try {
    return readFileSync(file);
  } catch {
    return '';
  }
}

/** Names, sizes and times tell builds apart, at a tenth of the cost of reading them. */
function hashStats(folder: string, hash: ReturnType<typeof createHash>): void {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) hashStats(path, hash);
    else if (!entry.name.endsWith('.d.ts')) {
      const { size, mtimeMs } = statSync(path);
      hash.update(`${path} ${size} ${mtimeMs}\n`);
    }
  }
}

/** Of another state of the realm, or of a synthesis that was interrupted. */
function dropStale(cache: string, realm: string): void {
  const finished = new RegExp(`^${realm}-[0-9a-f]{16}$`);
  const isAbandoned = (name: string) => {
    const made = statSync(join(cache, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return name.startsWith(`${realm}.new-`) && Date.now() - made > ABANDONED_MS;
  };
  const stale = readdirSync(cache).filter((name) => finished.test(name) || isAbandoned(name));
  for (const name of stale) rmSync(join(cache, name), { recursive: true, force: true });
}

/** No synthesis takes so long. */
const ABANDONED_MS = 10 * 60_000;
