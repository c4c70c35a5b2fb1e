import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/** The processes that a test file has started, so that none is left when it ends. */
export class Children {
  private readonly running = new Set<ChildProcess>();

  start(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(command, args, options);
    this.running.add(child);
    child.once('exit', () => this.running.delete(child));
    return child;
  }

  /** What a command writes to stdout. @throws Error with what it says on stderr, unless it ends with 0. */
  async run(command: string, args: readonly string[]): Promise<string> {
    const child = this.start(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err] = [collect(child.stdout!), collect(child.stderr!)];
    const [code, signal] = await once(child, 'close');
    if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ended with ${code ?? signal}\n${err()}`);
    return out();
  }

  async killAll(): Promise<void> {
    await Promise.all([...this.running].map((child) => end(child, 'SIGKILL')));
  }
}

/** Resolves when the process is gone; at once if it is already. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!isRunning(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

export const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode === null && signalCode === null;

/** What a stream has said so far. */
export function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
