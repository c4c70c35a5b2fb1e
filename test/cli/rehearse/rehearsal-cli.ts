import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Io } from '../../../lib/cli/io';
import { main } from '../../../lib/cli/main';
import { smallTemplate } from '../../rehearsal/small-template';
import { holdToSchema } from '../json-shape';

/** A directory with the small template, and the command line run in it; JSON is held to its schema. */
export interface Workplace {
  readonly cwd: string;
  /** A Buffer and a text are written as they are, anything else as JSON. */
  readonly write: (name: string, content: string | Buffer | object) => string;
  readonly read: (name: string) => string;
  readonly run: (argv: readonly string[], io?: Partial<Io>) => Promise<Ran>;
  readonly remove: () => void;
}

export interface Ran {
  readonly code: number;
  readonly out: string[];
  readonly err: string[];
}

export function workplace(): Workplace {
  const cwd = mkdtempSync(join(tmpdir(), 'tiltmeter-cli-'));
  const write = (name: string, content: string | Buffer | object): string => {
    const path = join(cwd, name);
    mkdirSync(dirname(path), { recursive: true });
    // Some file systems wait for the disk when a file that is there is written over.
    rmSync(path, { force: true });
    const isReady = typeof content === 'string' || Buffer.isBuffer(content);
    writeFileSync(path, isReady ? content : JSON.stringify(content));
    return path;
  };
  write('t.json', smallTemplate());
  return {
    cwd,
    write,
    read: (name) => readFileSync(join(cwd, name), 'utf8'),
    run: async (argv, io = {}) => {
      const out: string[] = [];
      const err: string[] = [];
      const code = await main(argv, {
        out: (line) => out.push(line),
        err: (line) => err.push(line),
        env: {},
        cwd,
        isTty: false,
        signal: new AbortController().signal,
        ...io,
      });
      holdToSchema(argv, out);
      return { code, out, err };
    },
    remove: () => rmSync(cwd, { recursive: true }),
  };
}

/** An incident whose queue is too deep from minute 10 to 20. */
export const backlogFile = (expectation: string): string => `title: a backlog
realm: dev
for: 30m
signals:
  - metric: { namespace: AWS/SQS, name: ApproximateNumberOfMessagesVisible, dimensions: { QueueName: jobs } }
    series: '0x9 500x9 0x9'
expect:
  - ${expectation}
`;
