import { z } from 'zod';
import { realmSchema } from './realm-schema';

/**
 * A JSON Schema (draft 7, which editors know) of a realm file, from what checks it. It refuses nothing that the checks take;
 * they know rules across fields, too.
 */
export function realmJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...shape } = z.toJSONSchema(realmSchema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // Of what is read, such as 60 for 1m: docs/realm-file.md has the defaults as they are written.
      if (typeof jsonSchema.default !== 'boolean') delete jsonSchema.default;
    },
  });
  return { $schema, $id: 'urn:tiltmeter:yaml:realm:1', title: 'realm file of tiltmeter', ...shape };
}
