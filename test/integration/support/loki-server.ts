import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { go } from './go-program';

const MODULE = join(__dirname, 'loki');
const VERSION = '3.7.6';

/** Outside the repository, since `npm ci` empties node_modules and this takes a quarter of an hour to make. */
const HOME = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tiltmeter', `loki-${VERSION}`);

/** Loki, and the stages of its collector, as programs. */
export interface LokiPrograms {
  readonly loki: string;
  readonly pipeline: string;
}

/**
 * What has been built on this machine; undefined if nothing has, and then says why. With TILTMETER_LOKI=build
 * in the environment it is built from Go modules first.
 */
export function lokiPrograms(): LokiPrograms | undefined {
  const programs = { loki: join(HOME, 'loki'), pipeline: join(HOME, 'pipeline') };
  if (Object.values(programs).every((path) => existsSync(path))) return programs;
  if (process.env.TILTMETER_LOKI !== 'build') {
    console.log(
      `Loki ${VERSION} is not there and not asked: no package registry has it, and building it from Go modules ` +
        'takes a quarter of an hour and 5 GB. TILTMETER_LOKI=build does that once a machine. ' +
        'Without it the rules and the pipeline are tested record by record in test/stack.',
    );
    return undefined;
  }
  try {
    build();
  } catch (error) {
    console.log(
      `Loki ${VERSION} cannot be built here, so its tests are skipped: ${(error as Error).message}`,
    );
    return undefined;
  }
  return programs;
}

export interface LokiServer {
  readonly url: string;
  /** Labelled lines with their times in epoch milliseconds. */
  readonly push: (entries: readonly LokiEntry[]) => Promise<void>;
  /** The series of an instant query at a time, as label sets with a value. */
  readonly query: (expr: string, atMs: number) => Promise<readonly LokiSeries[]>;
  readonly stop: () => Promise<void>;
}

export interface LokiEntry {
  readonly atMs: number;
  readonly line: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface LokiSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [seconds: number, value: string];
}

/** Throws with what Loki says of a configuration that it does not accept; `variables` are filled in. */
export function verifyConfig(
  { loki }: LokiPrograms,
  config: string,
  variables: Readonly<Record<string, string>> = {},
): void {
  const args = [`-config.file=${config}`, '-verify-config', '-config.expand-env=true'];
  execFileSync(loki, args, { env: { ...process.env, ...variables }, stdio: 'pipe' });
}

export async function startLoki({ loki }: LokiPrograms, config: string, port: number): Promise<LokiServer> {
  const child = spawn(loki, [`-config.file=${config}`, '-target=all'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(child, url);
  return {
    url,
    push: async (entries) => {
      const streams = entries.map(({ atMs, line, labels, metadata }) => ({
        stream: labels,
        values: [[`${atMs}000000`, line, metadata]],
      }));
      await answered(`${url}/loki/api/v1/push`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ streams }),
      });
    },
    query: async (expr, atMs) => {
      const asked = new URLSearchParams({ query: expr, time: `${atMs}000000` });
      const response = await answered(`${url}/loki/api/v1/query?${asked}`);
      const { data } = (await response.json()) as { data: { result: LokiSeries[] } };
      return data.result;
    },
    stop: async () => {
      const gone = once(child, 'close');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

// --- internal ---

/** In a copy, since Go writes the sums of some eight hundred modules beside go.mod; its sum database checks them. */
function build(): void {
  const source = join(HOME, 'source');
  mkdirSync(source, { recursive: true });
  cpSync(MODULE, source, { recursive: true });
  go(['build', '-mod=mod', '-o', join(HOME, 'pipeline'), './pipeline'], source);
  go(['build', '-mod=mod', '-o', join(HOME, 'loki'), 'github.com/grafana/loki/v3/cmd/loki'], source);
}

async function answered(url: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response;
}

/** Loki is ready some fifteen seconds after its ring is. */
async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let said = '';
  child.stderr!.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-4_000);
  });
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; ) {
    if (child.exitCode !== null) throw new Error(`Loki ended with exit code ${child.exitCode}:\n${said}`);
    const ready = await fetch(`${url}/ready`).catch(() => undefined);
    if (ready?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  child.kill('SIGKILL');
  throw new Error(`Loki is not ready after two minutes:\n${said}`);
}
