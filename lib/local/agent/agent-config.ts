import { z } from 'zod';
import { LocalRealmError } from '../local-realm-error';

/** One file that the CloudWatch agent of an instance collects, with its placeholders resolved. */
export interface CollectedFile {
  readonly filePath: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** A line that matches starts a new event; any other belongs to the event before it. */
  readonly eventStart: RegExp;
  /** Whether the agent ships an event: its `filters`, in order. */
  readonly ships: (message: string) => boolean;
}

export interface AgentConfig {
  readonly files: readonly CollectedFile[];
  /** Sorted names of what the configuration asks for and the local realm does not do. */
  readonly notModelled: readonly string[];
}

/**
 * Reads a CloudWatch agent configuration (its JSON, as Parameter Store holds it) for one instance.
 * Source of the rules: amazon-cloudwatch-agent, translator/config/schema.json.
 */
export function readAgentConfig(name: string, json: string, instanceId: string): AgentConfig {
  const parsed = SCHEMA.safeParse(parseJson(name, json));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new LocalRealmError(`agent configuration ${name}: ${path.join('.')}: ${message.toLowerCase()}`);
  }
  const entries = parsed.data.logs?.logs_collected?.files?.collect_list ?? [];
  const notModelled = new Set(parsed.data.metrics === undefined ? [] : ['metrics']);
  for (const entry of entries) {
    for (const [feature, isUsed] of Object.entries(NOT_MODELLED)) if (isUsed(entry)) notModelled.add(feature);
  }
  return {
    files: entries
      .filter(({ file_path }) => !GLOB.test(file_path))
      .map((entry) => resolve(entry, instanceId)),
    notModelled: [...notModelled].sort(),
  };
}

// --- internal ---

const GLOB = /[*?[]/;

/** The agent's default: an indented line continues the event before it. */
const DEFAULT_EVENT_START = '^[\\S]';

const ENTRY = z.looseObject({
  file_path: z.string(),
  log_group_name: z.string().optional(),
  log_stream_name: z.string().default('{instance_id}'),
  multi_line_start_pattern: z.string().default(DEFAULT_EVENT_START),
  timestamp_format: z.string().optional(),
  encoding: z.string().default('utf-8'),
  filters: z.array(z.object({ type: z.enum(['include', 'exclude']), expression: z.string() })).default([]),
});
type Entry = z.infer<typeof ENTRY>;

const SCHEMA = z.looseObject({
  logs: z
    .looseObject({
      logs_collected: z
        .looseObject({ files: z.looseObject({ collect_list: z.array(ENTRY) }).optional() })
        .optional(),
    })
    .optional(),
  metrics: z.unknown().optional(),
});

/** What the tailer would silently get wrong, by the name of the setting. */
const NOT_MODELLED: Readonly<Record<string, (entry: Entry) => boolean>> = {
  'file_path with a wildcard': ({ file_path }) => GLOB.test(file_path),
  timestamp_format: ({ timestamp_format }) => timestamp_format !== undefined,
  'multi_line_start_pattern {timestamp_format}': ({ multi_line_start_pattern }) =>
    multi_line_start_pattern === '{timestamp_format}',
  encoding: ({ encoding }) => !/^utf-?8$/i.test(encoding),
};

function resolve(entry: Entry, instanceId: string): CollectedFile {
  const start = entry.multi_line_start_pattern;
  const filters = entry.filters.map(({ type, expression }) => {
    const regex = new RegExp(expression);
    return (message: string) => regex.test(message) === (type === 'include');
  });
  return {
    filePath: entry.file_path,
    logGroupName: entry.log_group_name ?? entry.file_path.replace(/\.[^./]*$/, ''),
    logStreamName: entry.log_stream_name.replaceAll('{instance_id}', instanceId),
    eventStart: new RegExp(start === '{timestamp_format}' ? DEFAULT_EVENT_START : start),
    ships: (message) => filters.every((passes) => passes(message)),
  };
}

function parseJson(name: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new LocalRealmError(`agent configuration ${name}: not JSON (${(error as Error).message})`);
  }
}
