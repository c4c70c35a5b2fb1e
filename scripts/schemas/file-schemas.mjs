import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Schemas of what users write, by their file names. */
export function fileSchemas() {
  const { realmJsonSchema } = require('../../dist/lib/realm/realm-json-schema.js');
  const { incidentJsonSchema } = require('../../dist/lib/rehearsal/incident/incident-json-schema.js');
  return { 'realm.schema.json': realmJsonSchema(), 'incident.schema.json': incidentJsonSchema() };
}
