/** A line of somebody else, and the labels that it must get beside those of its container. */
export type ForeignLine = readonly [
  name: string,
  line: string,
  labels: { readonly level?: string; readonly service: string },
];

export const CONTAINER = {
  container_name: 'some_container',
  container_id: 'c0ffee',
  job: 'containerlogs',
  logstream: 'stderr',
} as const;

/** A worker's, for formats that do not say who writes. */
export const WORKER_CONTAINER = { ...CONTAINER, container_name: 'lava-dev-core' } as const;

/** What runs beside the workers: Oakestra's components as they print, the samples of its README, and others. */
export const FOREIGN_LINES: readonly ForeignLine[] = [
  [
    'what the managers of Oakestra really print',
    '2024-02-28 10:43:27,123 - system_manager - ERROR - cannot reach the cluster',
    { level: 'ERROR', service: 'system_manager' },
  ],
  [
    'the default format with microseconds',
    '[W2024-02-28 10:43:27.000123 system_manager wsgi.py:639] slow',
    { level: 'WARNING', service: 'system_manager' },
  ],
  [
    'the default format as the original pipeline has it',
    '[I2024-02-28 10:43:27 system_manager wsgi.py.py:639] GET /api',
    { level: 'INFO', service: 'system_manager' },
  ],
  [
    'the default format as its specification has it',
    '[E0228 10:43:27.000123 system_manager wsgi.py:639] failed',
    { level: 'ERROR', service: 'system_manager' },
  ],
  [
    'json by the README',
    '{"timestamp":"2024-02-28T09:43:27Z","level":"CRITICAL","service":"cluster_manager","filename":"a.py","message":"x"}',
    { level: 'CRITICAL', service: 'cluster_manager' },
  ],
  [
    'logfmt by the README',
    'ts=1709113407 level=DEBUG service=cluster_manager file=a.py message="a b"',
    { level: 'DEBUG', service: 'cluster_manager' },
  ],
  [
    'a manager with dashes in its name',
    '2024-02-28 10:43:27,123 - cluster-service-manager - WARNING - retry - later',
    { level: 'WARNING', service: 'cluster-service-manager' },
  ],
  [
    'what the addons monitor really prints',
    '2026-11-28 16:15:37,123 - ERROR - addon gone',
    { level: 'ERROR', service: 'some_container' },
  ],
  [
    'what the schedulers in Go really print',
    'ERROR-2026/11/28 16:15:37 main.go:3: no cluster fits',
    { level: 'ERROR', service: 'some_container' },
  ],
  [
    "Go's slog",
    '2026/11/28 16:15:37 WARN no cluster fits job=7',
    { level: 'WARNING', service: 'some_container' },
  ],
  [
    "Go's slog as text",
    'time=2026-11-28T16:15:37.000Z level=ERROR msg="no cluster fits"',
    { level: 'ERROR', service: 'some_container' },
  ],
  [
    "the schedulers' task queue",
    'asynq: pid=7 2026/11/28 16:15:37.000123 ERROR: Retry exhausted for task id=1 level=debug',
    { level: 'ERROR', service: 'some_container' },
  ],
  [
    "the schedulers' web server",
    '[GIN-debug] [WARNING] Running in "debug" mode.',
    { level: 'WARNING', service: 'some_container' },
  ],
  [
    'a panic of Go',
    'panic: runtime error: invalid memory address or nil pointer dereference',
    { level: 'CRITICAL', service: 'some_container' },
  ],
  [
    'a fatal error of Go',
    'fatal error: all goroutines are asleep - deadlock!',
    { level: 'CRITICAL', service: 'some_container' },
  ],
  ['what git says', 'fatal: not a git repository', { service: 'some_container' }],
  ['a text that tells of a panic', 'no panic: all is well', { service: 'some_container' }],
  [
    "Oakestra's structured record of 2026",
    '{"level":"error","logger":"services.x","message":"x","schema_version":1,"service":"system_manager","timestamp":"2026-07-22T10:00:00Z"}',
    { level: 'ERROR', service: 'system_manager' },
  ],
  [
    "the runtime's own text",
    '2026-01-05 15:04:36 CRITICAL [worker-00] thread died',
    { level: 'CRITICAL', service: 'some_container' },
  ],
  ['other spellings of a level', 'level=warn service=api msg=x', { level: 'WARNING', service: 'api' }],
  ['a level that nobody knows', 'level=loud service=api', { service: 'api' }],
  ['a level that is no text', '{"level":30,"service":"pino"}', { service: 'pino' }],
  ['a level that is null', '{"level":null,"service":"x"}', { service: 'x' }],
  ['json that is no object', '[1,2,3]', { service: 'some_container' }],
  ['json that is cut off', '{"level":"ERROR","service":"x', { service: 'some_container' }],
  ['a traceback', '  File "wsgi.py", line 639, in run', { service: 'some_container' }],
  [
    'a tag of something that is no worker',
    'level=info service=api tag=v1.2',
    { level: 'INFO', service: 'api' },
  ],
  ['an empty line', '', { service: 'some_container' }],
  [
    'a default line whose message looks like logfmt',
    '[E2024-02-28 10:43:27.000123 system_manager wsgi.py:639] level=DEBUG tag=evil service=evil',
    { level: 'ERROR', service: 'system_manager' },
  ],
];
