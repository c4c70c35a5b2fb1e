import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv/dist/2020';

const folder = join(__dirname, '../../docs/schemas');
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
// Whole seconds or milliseconds, in UTC: as Date writes them.
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
const compiled = new Map<string, ValidateFunction>();

/** What the schema of docs/schemas says against documents of a verb. */
export function shapeProblems(verb: string, documents: readonly unknown[]): string[] {
  let validate = compiled.get(verb);
  if (!validate) {
    validate = ajv.compile(JSON.parse(readFileSync(join(folder, `${verb}.schema.json`), 'utf8')));
    compiled.set(verb, validate);
  }
  return documents.flatMap((document) =>
    validate(document) ? [] : (validate.errors ?? []).map((error) => `${verb}: ${ajv.errorsText([error])}`),
  );
}

/** Throws for a line of a command with --json that is not what the schema of its verb says. */
export function holdToSchema([verb = '', ...args]: readonly string[], out: readonly string[]): void {
  const isJson =
    args.includes('--json') || args.some((word, at) => word === 'json' && args[at - 1] === '--format');
  if (!isJson) return;
  const problems = shapeProblems(
    verb,
    out.map((line) => JSON.parse(line)),
  );
  if (problems.length > 0) throw new Error([...problems, ...out].join('\n'));
}
