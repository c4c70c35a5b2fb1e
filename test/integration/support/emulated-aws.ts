import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMinistack } from './ministack';

const root = join(__dirname, '../../..');
export const REGION = 'us-east-1';

/** An emulated AWS, and the real CDK command line that deploys to it. */
export interface EmulatedAws {
  /** A folder that goes with it. */
  readonly home: string;
  /** For a client of the SDK; the emulator takes a key of twelve digits as the account. */
  readonly client: (account?: string) => object;
  readonly env: (account?: string) => NodeJS.ProcessEnv;
  /** What it prints. @throws Error with that and what it says on stderr, unless it ends with 0. */
  readonly cdk: (args: readonly string[], account?: string) => string;
  readonly stop: () => Promise<void>;
}

export async function startEmulatedAws(): Promise<EmulatedAws> {
  // A home of its own, since the CDK caches account ids there.
  const home = mkdtempSync(join(tmpdir(), 'tiltmeter-aws-'));
  const { endpoint, stop } = await startMinistack();
  const env = (account = '000000000000'): NodeJS.ProcessEnv => ({
    ...process.env,
    HOME: join(home, account),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_VALIDATION: 'false',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  });
  return {
    home,
    env,
    client: (account = '000000000000') => ({
      endpoint,
      region: REGION,
      credentials: { accessKeyId: account, secretAccessKey: 'secret' },
    }),
    cdk(args, account) {
      try {
        const stdio = ['ignore', 'pipe', 'pipe'] as const;
        return String(
          execFileSync('npx', ['cdk', ...args], { cwd: root, env: env(account), stdio: [...stdio] }),
        );
      } catch (error) {
        const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
        throw new Error(`cdk ${args[0]} failed:\n${stdout}\n${stderr}`);
      }
    },
    async stop() {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
