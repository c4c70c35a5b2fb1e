import { UsageError } from '../usage-error';
import { json } from './starter-files';

type Wanted = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The text of a package.json with what it lacks; what it says stays as it is. */
export function withAdditions(text: string, wanted: Wanted): { text: string; added: string[] } {
  const content = parsed(text);
  const added: string[] = [];
  for (const [section, entries] of Object.entries(wanted)) {
    const known = mapOf(content[section]);
    const elsewhere = section === 'devDependencies' ? mapOf(content.dependencies) : {};
    for (const [name, value] of Object.entries(entries)) {
      // npm init's own test script says nothing but that there is none.
      const isPlaceholder = section === 'scripts' && /no test specified/.test(String(known[name]));
      if ((Object.hasOwn(known, name) && !isPlaceholder) || Object.hasOwn(elsewhere, name)) continue;
      known[name] = value;
      added.push(SHOWN[section]?.(name) ?? name);
    }
    if (Object.keys(known).length > 0) content[section] = known;
  }
  return { text: added.length === 0 ? text : json(content), added };
}

// --- internal ---

function parsed(text: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return { ...content };
  } catch {
    // Said below.
  }
  throw new UsageError('init: package.json: not a JSON object, allowed: what npm init writes');
}

/** How an addition to a section is told; of others by its name alone. */
const SHOWN: Readonly<Record<string, (name: string) => string>> = {
  scripts: (name) => `script ${name}`,
  tiltmeter: (name) => `tiltmeter.${name}`,
};

const mapOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
