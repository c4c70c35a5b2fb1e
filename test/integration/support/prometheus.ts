import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Children } from './children';
import { freePort } from './free-port';

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A real Prometheus on loopback. */
export interface Prometheus {
  readonly url: string;
  /** Empty while nothing has been scraped, or Prometheus does not answer yet. */
  readonly query: (promql: string) => Promise<Sample[]>;
}

/**
 * @param folder for its configuration and data
 * @param targets `host:port`
 */
export async function startPrometheus(
  children: Children,
  folder: string,
  targets: readonly string[],
): Promise<Prometheus> {
  const config = join(folder, 'prometheus.yml');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    config,
    `scrape_configs:
  - job_name: user-events
    scrape_interval: 1s
    static_configs: [{ targets: ${JSON.stringify(targets)} }]
`,
  );
  return runPrometheus(children, 'prometheus', config, join(folder, 'data'));
}

/** @param flags beyond those that say where everything is */
export async function runPrometheus(
  children: Children,
  program: string,
  config: string,
  data: string,
  flags: readonly string[] = [],
): Promise<Prometheus> {
  const address = `127.0.0.1:${await freePort()}`;
  children.start(
    program,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=${address}`,
      '--log.level=error',
      ...flags,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return {
    url: `http://${address}`,
    async query(promql) {
      const url = `http://${address}/api/v1/query?query=${encodeURIComponent(promql)}`;
      const answer = await fetch(url).catch(() => undefined);
      if (!answer?.ok) return [];
      const { data } = (await answer.json()) as { data: { result: Result[] } };
      return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
  };
}

// --- internal ---

interface Result {
  readonly metric: Record<string, string>;
  readonly value: readonly [at: number, value: string];
}
