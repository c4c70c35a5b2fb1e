import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { TemplateModel } from '../../rehearsal';
import { counted } from '../../text';
import type { Io } from '../io';
import { playableReader, templateChoice } from '../template-options';
import { UsageError } from '../usage-error';
import type { OptionValues } from '../verb';

/** Two templates that are to be compared. */
export interface ComparedTemplates {
  readonly before: TemplateModel;
  readonly after: TemplateModel;
  /** The realm of the new one, where it is one. */
  readonly realm?: string;
}

/**
 * Reads both templates: each is a file or a folder as `--template` takes it, `-`, a realm of the directory, or a realm
 * as it was in a git revision (`prod@main`).
 */
export async function comparedTemplates(
  values: OptionValues,
  positionals: readonly string[],
  io: Io,
): Promise<ComparedTemplates> {
  const [old, now, ...more] = positionals;
  if (old === undefined || now === undefined || more.length > 0) {
    throw new UsageError(
      `diff: got ${counted(positionals.length, 'argument')}, allowed: OLD and NEW, each a template, a realm or REALM@REVISION`,
    );
  }
  if (old === '-' && now === '-') throw new UsageError('diff: got - twice, allowed: once');
  const before = await readOne(old, values, io);
  const after = await readOne(now, values, io);
  return { before: before.model, after: after.model, ...(after.realm ? { realm: after.realm } : {}) };
}

// --- internal ---

interface Read {
  readonly model: TemplateModel;
  readonly realm?: string;
}

const REALM_AT = /^([a-z0-9][a-z0-9-]*)(?:@(.+))?$/;

async function readOne(name: string, values: OptionValues, io: Io): Promise<Read> {
  const isFile = name === '-' || existsSync(resolve(io.cwd, name));
  const [, realm, revision] = REALM_AT.exec(name) ?? [];
  if (isFile || realm === undefined) {
    return { model: await modelOf({ ...values, template: [name] }, io) };
  }
  if (revision === undefined) return { realm, model: await modelOf({ ...values, realm }, io) };
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-diff-'));
  try {
    const realms = realmsAt(revision, String(values.realms), io.cwd, folder);
    return { realm, model: await modelOf({ ...values, realm, realms }, io) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function modelOf(values: OptionValues, io: Io): Promise<TemplateModel> {
  const choice = await templateChoice('diff', values, io);
  return playableReader(values, io.cwd)(choice!);
}

/** The realm files of a revision, put into a folder. What they are made into is today's. */
function realmsAt(revision: string, realms: string, cwd: string, folder: string): string {
  const path = relative(cwd, resolve(cwd, realms)) || '.';
  try {
    const archive = git(['archive', '--format=tar', revision, '--', path], cwd);
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    return join(folder, path);
  } catch (error) {
    const said = (error as { stderr?: Buffer }).stderr?.toString().trim().split('\n')[0];
    throw new UsageError(
      `diff: cannot read ${realms} of revision '${revision}' (${said || (error as NodeJS.ErrnoException).code}); give a revision that git has here`,
    );
  }
}

function git(args: readonly string[], cwd: string): Buffer {
  return execFileSync('git', [...args], {
    cwd,
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
