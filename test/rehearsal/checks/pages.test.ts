import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS, type Finding, judgeBranches, readBranches } from '../../../lib/rehearsal';

const folder = join(__dirname, '../../../docs/checks');

/** The template of the section, judged; a comment in it says in which Region. */
function findingsOf(page: string, section: string): Finding[] {
  const [, rest = ''] = page.split(`\n## ${section}\n`);
  const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(rest) ?? [];
  const [, region] = /^# in (\S+)/.exec(text) ?? [];
  return judgeBranches(readBranches([{ text, stackName: 's', ...(region ? { region } : {}) }]));
}

test('every check has a page, and every page is of a check', () => {
  expect(readdirSync(folder).sort()).toEqual(CHECKS.map(({ code }) => `${code}.md`).sort());
});

describe.each(CHECKS.map((check) => [check.code, check] as const))('the page of %s', (code, check) => {
  const page = readFileSync(join(folder, `${code}.md`), 'utf8');

  test('says what the check says, and names a source', () => {
    const severity = check.severity === 'error' ? 'Error' : 'Warning';
    const [title, , first] = page.split('\n');
    expect(title).toBe(`# ${code}`);
    expect(first).toBe(`${severity}. What must hold: ${check.rule}. Otherwise ${check.consequence}.`);
    expect(page).toMatch(/\nSource: \[[^\]]+\]\([^)]+\)\n/);
  });

  test('shows a template that fails and one that does not', () => {
    expect(findingsOf(page, 'Fails')).toContainEqual(
      expect.objectContaining({ code, severity: check.severity }),
    );
    expect(findingsOf(page, 'Mended').filter((finding) => finding.code === code)).toEqual([]);
  });
});
