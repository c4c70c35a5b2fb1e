import { fileURLToPath } from 'node:url';
import { createFormatter, createParser, createProgram, SchemaGenerator } from 'ts-json-schema-generator';
import { LiteralParser } from './literal-parser.mjs';

const SOURCE = 'lib/cli/json-documents.ts';
/** The type there that names the one of every verb. */
const ROOT = 'JsonDocuments';
/** Of a verb: rises when a member goes, or changes its type or meaning; 1 where nothing is said. */
const VERSIONS = {};

/** Every schema by its file name. */
export function jsonSchemas() {
  const config = {
    path: fileURLToPath(new URL(`../../${SOURCE}`, import.meta.url)),
    tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
    topRef: false,
    expose: 'export',
    jsDoc: 'extended',
    sortProps: false,
    skipTypeCheck: true,
    additionalProperties: false,
  };
  const program = createProgram(config);
  const parser = createParser(program, config, (chain) => {
    chain.addNodeParser(new LiteralParser(program.getTypeChecker()));
  });
  const generator = new SchemaGenerator(program, parser, createFormatter(config), config);
  const schemas = typesOf(program).map(([verb, type]) => [
    `${verb}.schema.json`,
    finished(verb, generator.createSchema(type)),
  ]);
  return Object.fromEntries(schemas);
}

// --- internal ---

/** Verb and name of its type, as the interface has them. */
function typesOf(program) {
  const source = program.getSourceFiles().find(({ fileName }) => fileName.endsWith(SOURCE));
  const { members } = source.statements.find(({ name }) => name?.text === ROOT);
  return members.map(({ name, type }) => [name.text, type.getText(source)]);
}

function finished(verb, { definitions, ...schema }) {
  const { $schema: _, description, ...shape } = schema;
  const whole = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:tiltmeter:json:${verb}:${VERSIONS[verb] ?? 1}`,
    title: `tiltmeter ${verb} --json`,
    ...(description === undefined ? {} : { description }),
    ...shape,
    ...(Object.keys(definitions ?? {}).length === 0 ? {} : { $defs: definitions }),
  };
  return withoutTags(JSON.parse(JSON.stringify(whole).replaceAll('"#/definitions/', '"#/$defs/')));
}

/** Without what docstrings say to others than the reader of a schema, and without what says nothing. */
function withoutTags(value) {
  if (Array.isArray(value)) return value.map(withoutTags);
  if (typeof value !== 'object' || value === null) return value;
  const { fullDescription: _, default: _default, ...rest } = value;
  return Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, withoutTags(inner)]));
}
