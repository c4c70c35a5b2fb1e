import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeFolders } from '../../local/make-folders';
import { schemaLine } from '../schema-line';
import { UsageError } from '../usage-error';
import { isUneditedDraft, withDraftMark } from './draft-mark';

/** The folder of incidents that drafts go to; files are named relative to `cwd`. */
export class DraftsFolder {
  private readonly path: string;
  private readonly head: string;
  /** Drafts that nobody has edited, by file name. */
  readonly unedited = new Map<string, string>();
  /** Every incident file, drafts included. */
  readonly names: readonly string[];
  private readonly used = new Set<string>();

  constructor(
    private readonly folder: string,
    cwd: string,
  ) {
    this.path = resolve(cwd, folder);
    const schema = schemaLine('incident', folder, cwd);
    this.head = schema === undefined ? '' : `${schema}\n`;
    this.names = existsSync(this.path) ? readdirSync(this.path).filter((name) => /\.ya?ml$/.test(name)) : [];
    for (const name of this.names) {
      const content = readFileSync(join(this.path, name), 'utf8');
      if (isUneditedDraft(content)) this.unedited.set(name, content);
    }
  }

  /** Writes a draft and returns its file; an unedited draft of the same name is replaced if it is one of `replaced`. */
  write(name: string, text: string, replaced: ReadonlySet<string>): { file: string; isNew: boolean } {
    const free = (candidate: string) =>
      !this.used.has(candidate) && (!this.names.includes(candidate) || replaced.has(candidate));
    let candidate = `${name}.yaml`;
    for (let count = 2; !free(candidate); count++) candidate = `${name}-${count}.yaml`;
    this.used.add(candidate);
    const content = withDraftMark(this.head + text);
    const isNew = this.unedited.get(candidate) !== content;
    if (isNew) this.put(candidate, content);
    return { file: join(this.folder, candidate), isNew };
  }

  /** Removes those of the unedited drafts that were to be replaced and have no successor. */
  removeStale(replaced: ReadonlySet<string>): string[] {
    const stale = [...replaced].filter((name) => !this.used.has(name));
    for (const name of stale) rmSync(join(this.path, name), { force: true });
    return stale.map((name) => join(this.folder, name));
  }

  private put(name: string, content: string): void {
    try {
      makeFolders(this.path);
      writeFileSync(join(this.path, name), content);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new UsageError(
        `draft: cannot write '${join(this.folder, name)}' (${code}); give a folder that can be written`,
      );
    }
  }
}
