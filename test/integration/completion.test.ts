import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VERBS } from '../../lib/cli/verbs';

/** What real shells complete, with the script that they are given. */
const program = join(__dirname, '../../dist/bin/tiltmeter.js');
const folder = mkdtempSync(join(tmpdir(), 'completion-'));
const shells = ['bash', 'zsh', 'fish'] as const;

beforeAll(() => {
  mkdirSync(join(folder, 'realms'));
  for (const realm of ['dev', 'prod']) writeFileSync(join(folder, `realms/${realm}.yaml`), '');
  for (const shell of shells) {
    writeFileSync(join(folder, shell), execFileSync(process.execPath, [program, 'completion', shell]));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, HOME: folder, TERM: 'dumb' },
  });

const COMPLETE: Readonly<Record<(typeof shells)[number], (line: string) => string[]>> = {
  bash(line) {
    const words = line.split(' ');
    const given = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}`;
    const out = run('bash', '-c', `source ./bash; ${given}; _tiltmeter; printf '%s\\n' "\${COMPREPLY[@]}"`);
    return out.split('\n').filter(Boolean);
  },
  /** Asks the completion system itself: its function that adds matches is replaced by one that prints them. */
  zsh(line) {
    const script = [
      'zmodload zsh/zpty',
      "zpty shell 'zsh -f -i'",
      "zpty -w shell 'PROMPT=; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; source ./zsh'",
      "zpty -w shell \"zstyle ':completion:*' list-grouped no; LISTMAX=10000; COLUMNS=80; echo rea''dy\"",
      "zpty -r shell ready '*ready*'",
      `zpty -w -n shell $'${line}'$'\\C-d'`,
      'sleep 4',
      "zpty -w -n shell $'\\C-u'",
      'zpty -w shell "echo do\'\'ne"',
      "zpty -r shell text '*done*'",
      'print -r -- $text',
      'zpty -d shell',
    ].join('\n');
    return run('zsh', '-f', '-c', script).replaceAll('\r', '').split(/\s+/).filter(Boolean);
  },
  fish: (line) =>
    run('fish', '--no-config', '-c', `source ./fish; complete -C '${line}'`)
      .split('\n')
      .map((one) => one.split('\t')[0]!)
      .filter(Boolean),
};

describe.each(shells)('%s', (shell) => {
  const complete = COMPLETE[shell];

  test('completes verbs', () => {
    expect(complete('tiltmeter ')).toEqual(expect.arrayContaining(VERBS.map(({ name }) => name)));
    expect(complete('tiltmeter help re')).toEqual(expect.arrayContaining(['rehearse', 'redrive']));
  });

  test('completes the options of a verb', () => {
    const found = complete('tiltmeter rehearse --');
    expect(found).toEqual(expect.arrayContaining(['--coverage', '--min-coverage', '--reading']));
    expect(found).not.toContain('--speed');
  });

  test('completes the words that a verb takes, and values after one of them', () => {
    expect(complete('tiltmeter completion ')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']));
    expect(complete('tiltmeter events replay --output ')).toEqual(expect.arrayContaining(['statsd', 'emf']));
  });

  test('completes values, and the realms that are here', () => {
    expect(complete('tiltmeter check --format ')).toEqual(
      expect.arrayContaining(['text', 'json', 'sarif', 'github']),
    );
    expect(complete('tiltmeter up --realm ')).toEqual(expect.arrayContaining(['dev', 'prod']));
  });
});
