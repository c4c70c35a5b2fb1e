import { LEVELS, OAKESTRA_LINE } from '../contract';

/** One step that a collector does with a line. Alloy and Promtail have the same steps in two notations. */
export type PipelineStage =
  | { readonly json: { readonly expressions: Names } }
  | { readonly logfmt: { readonly mapping: Names } }
  | { readonly regex: { readonly expression: string } }
  | { readonly template: { readonly source: string; readonly template: string } }
  | { readonly labels: readonly string[] }
  | { readonly structured_metadata: readonly string[] }
  | { readonly labeldrop: readonly string[] };

export type PipelineStageName = PipelineStage extends infer S ? (S extends S ? keyof S : never) : never;

/** Extracted name to where it is found. */
type Names = Readonly<Record<string, string>>;

/** The labels of a record; whatever has more values than a fleet has services is no label. */
export const RECORD_LABELS = ['level', 'service'] as const;

/** Spellings of each level in the formats that are read. The contract's name is always one of them. */
export const LEVEL_SPELLINGS: Readonly<Record<(typeof LEVELS)[number], readonly string[]>> = {
  DEBUG: ['D', 'DEBUG', 'TRACE'],
  INFO: ['I', 'INFO', 'NOTICE'],
  WARNING: ['W', 'WARN', 'WARNING'],
  ERROR: ['E', 'ERR', 'ERROR'],
  CRITICAL: ['C', 'F', 'CRIT', 'CRITICAL', 'FATAL', 'PANIC'],
};

/** Fields that are read; what a record of the runtime calls its service is the tag. */
export const LINE_FIELDS = ['level', 'service', 'tag', 'event_source'] as const;

/** The tag only of a record that says where it is from: in another format it is a field like any other. */
const SERVICE_TEMPLATE =
  '{{ if and .event_source .tag }}{{ .tag }}{{ else if .service }}{{ .service }}{{ else }}{{ .container_name }}{{ end }}';

/** Lines that say their level, by who prints them; an empty service undoes what logfmt made of the message. */
export const LINE_PATTERNS: readonly string[] = [
  re2(OAKESTRA_LINE),
  // Oakestra's managers (time - name - LEVEL - message)
  '^\\S+ \\S+ - (?P<service>\\S+) - (?P<level>[A-Z]+) - ',
  // its addons monitor (time - LEVEL - message); after them, since a message may hold dashes as well
  '^(?P<service>)\\S+ \\S+ - (?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL) - ',
  // its schedulers in Go (ERROR-2026/11/28 16:15:37 main.go:3: message)
  '^(?P<service>)(?P<level>[A-Z]+)-\\d{4}/\\d{2}/\\d{2} \\d{2}:\\d{2}:\\d{2} [^\\s:]+:\\d+: ',
  // Go's slog, which newer schedulers use (2026/11/28 16:15:37 ERROR message)
  '^(?P<service>)\\d{4}/\\d{2}/\\d{2} \\d{2}:\\d{2}:\\d{2} (?P<level>[A-Z]+)(?:[+-]\\d+)? ',
  // the task queue of these schedulers, asynq (asynq: pid=7 2026/11/28 16:15:37.000123 ERROR: message)
  '^(?P<service>)asynq: (?:pid=\\d+ )?\\S+ \\S+ (?P<level>[A-Z]+): ',
  // their web server, Gin, where it warns
  '^(?P<service>)\\[GIN-[^\\]]+\\] \\[(?P<level>[A-Z]+)\\] ',
  // how a program in Go ends (panic: message, fatal error: message)
  '^(?P<service>)(?P<level>panic): ',
  '^(?P<service>)(?P<level>fatal) error: ',
  // the runtime's own text (2026-01-05 15:04:36 INFO     [thread] message)
  '^(?P<service>)\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2} (?P<level>[A-Z]+) +\\[',
];

/**
 * Reads the level and the service of a record in any format that the runtime writes, and in those that
 * Oakestra's components really print. A format that does not fit leaves everything as it is, so the strictest
 * come last. A line in none of them keeps its container's name as service and has no level; one that says no
 * service is its container's, too.
 */
export const RECORD_PIPELINE: readonly PipelineStage[] = [
  { json: { expressions: named(LINE_FIELDS) } },
  { logfmt: { mapping: named(LINE_FIELDS) } },
  ...LINE_PATTERNS.map((expression) => ({ regex: { expression } })),
  { template: { source: 'service', template: SERVICE_TEMPLATE } },
  { template: { source: 'level', template: levelTemplate() } },
  { labels: RECORD_LABELS },
  { structured_metadata: ['container_id'] },
  { labeldrop: ['container_id'] },
];

// --- internal ---

/** Named groups as every RE2 takes them; (?<name> came to Go in 1.22 only. */
function re2(pattern: string): string {
  return pattern.replaceAll('(?<', '(?P<');
}

function named(names: readonly string[]): Names {
  return Object.fromEntries(names.map((name) => [name, name]));
}

/** Empty for an unknown level, which removes it. The test for `.level` is needed: ToUpper fails on nothing. */
function levelTemplate(): string {
  const cases = LEVELS.map((level, n) => {
    const spellings = LEVEL_SPELLINGS[level].map((spelling) => `"${spelling}"`).join(' ');
    return `{{ ${n === 0 ? 'if' : 'else if'} eq $level ${spellings} }}${level}`;
  });
  return `{{ if .level }}{{ $level := ToUpper .level }}${cases.join('')}{{ end }}{{ end }}`;
}
