// What the sections of docs/benchmarks.md share: Markdown tables, verdicts, medians, whole processes.
import { spawnSync } from 'node:child_process';

/** A Markdown table; `rows` are lists of cells. */
export function markdownTable(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Whether a measurement keeps its limit, and by how much it does not; `limit` undefined: there is none. */
export function atMost(value, limit, unit = '') {
  if (limit === undefined) return '';
  const target = `<= ${limit}${unit}`;
  if (value <= limit) return `${target}: met`;
  return `${target}: **missed by ${Math.ceil((value / limit - 1) * 100)} %**`;
}

export function atLeast(value, limit, unit = '') {
  const target = `>= ${limit}${unit}`;
  if (value >= limit) return `${target}: met`;
  return `${target}: **missed by ${Math.ceil((1 - value / limit) * 100)} %**`;
}

export function median(list) {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
}

/** Seconds of wall time of one process; undefined when the program is not installed. */
export function timed(command, args, options = {}) {
  const started = process.hrtime.bigint();
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (error?.code === 'ENOENT') return undefined;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return seconds;
}
