import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { TemplateError, type TemplateModel } from '../../rehearsal';
import { stackNameOf } from '../../rehearsal/template/source/template-source';
import { counted } from '../../text';
import type { Io } from '../io';
import { openRevision } from '../revision';
import { isOwnChoice, playableReader, type TemplateChoice, templateChoice } from '../template-options';
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
 * as it was in a git revision (`prod@main`). Where one is a template of package.json, its parameters are for both, since
 * the other is the same stack at another time.
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
  const takesOwnParameters = [old, now].some((name) =>
    isOwnChoice({ paths: [resolve(io.cwd, name)] }, io.cwd),
  );
  const shared = { takesOwnParameters, ...sharedName(old, now, io.cwd) };
  const before = await readOne(old, values, io, shared);
  const after = await readOne(now, values, io, shared);
  const unknown = before.lacks.find((name) => after.lacks.includes(name));
  if (unknown !== undefined) throw new UsageError(`diff: ${unknown}: neither template has this parameter`);
  return { before: before.model, after: after.model, ...(after.realm ? { realm: after.realm } : {}) };
}

// --- internal ---

/** What both sides have in common. */
type Shared = Pick<TemplateChoice, 'takesOwnParameters' | 'stackName'>;

interface Read extends ReadModel {
  readonly realm?: string;
}

interface ReadModel {
  readonly model: TemplateModel;
  /** Parameters that are given and that it does not have. */
  readonly lacks: readonly string[];
}

/** Two files are one stack at two times: else names that come from the stack's, such as a queue's, would all differ. */
function sharedName(old: string, now: string, cwd: string): Shared {
  const isFile = (name: string) => statSync(resolve(cwd, name), { throwIfNoEntry: false })?.isFile() === true;
  const files = [now, old].filter(isFile);
  const isOfFiles = [old, now].every((name) => name === '-' || isFile(name));
  return isOfFiles && files.length > 0 ? { stackName: stackNameOf(files[0]) } : {};
}

const REALM_AT = /^([a-z0-9][a-z0-9-]*)(?:@(.+))?$/;

async function readOne(name: string, values: OptionValues, io: Io, shared: Shared): Promise<Read> {
  const isFile = name === '-' || existsSync(resolve(io.cwd, name));
  const [, realm, revision] = REALM_AT.exec(name) ?? [];
  if (isFile || realm === undefined) {
    return modelOf({ ...values, template: [name] }, io, shared);
  }
  if (revision === undefined) return { realm, ...(await modelOf({ ...values, realm }, io)) };
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-diff-'));
  try {
    writeRealms(revision, String(values.realms), io.cwd, folder);
    return { realm, ...(await modelOf({ ...values, realm, realms: folder }, io)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function modelOf(values: OptionValues, io: Io, shared: Shared = {}): Promise<ReadModel> {
  const choice = await templateChoice('diff', values, io);
  const read = playableReader(values, io.cwd);
  const lacks: string[] = [];
  for (;;) {
    try {
      return { model: read({ ...choice!, ...shared, lacks: [...lacks] }), lacks };
    } catch (error) {
      const name = unknownParameter(error);
      // A change may bring a parameter, or take it away.
      if (name === undefined || lacks.includes(name)) throw error;
      lacks.push(name);
    }
  }
}

const unknownParameter = (error: unknown): string | undefined =>
  error instanceof TemplateError
    ? error.problems.find(({ code }) => code === 'bad-parameter')?.where
    : undefined;

/** Puts the realm files of a revision into a folder. What they are made into is today's. */
function writeRealms(name: string, realms: string, cwd: string, folder: string): void {
  const revision = openRevision(name, cwd, 'diff');
  for (const file of revision.files(resolve(cwd, realms))) {
    writeFileSync(join(folder, basename(file)), revision.read(file) ?? '');
  }
}
