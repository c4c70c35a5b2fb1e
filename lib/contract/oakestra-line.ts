/**
 * Oakestra's default log line, `[I2024-02-28 10:43:27.000000 service file.ts:12] message key=value`: the one
 * grammar that the runtime writes and the Loki pipeline reads. The time is UTC. Oakestra's own lines come without
 * microseconds too, and its specification has the date as `mmdd`. Written so that both JavaScript and RE2 (with
 * `(?P<`) take it.
 */
export const OAKESTRA_LINE =
  '^\\[(?<level>[DIWEC])(?<time>(?:\\d{4}-\\d{2}-\\d{2}|\\d{4}) \\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,6})?) (?<service>\\S+) (?<file>[^\\s:]+):(?<line>\\d+)\\] (?<message>.*)$';
