import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CALLS, type Call } from './calls';
import { type SilentPeer, silentPeer } from './silent-peer';

const root = join(__dirname, '../..');
const DOCUMENT = join(root, 'docs/time-limits.md');
const BEGIN = '<!-- limits: written by test/time-limit/silent-peer.test.ts with WRITE_DOCUMENT=1 -->';
const END = '<!-- end of limits -->';

const before = { ...process.env };
let peer: SilentPeer;
beforeEach(async () => {
  peer = await silentPeer();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: peer.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'tiltmeter',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  jest.useFakeTimers({
    doNotFake: [
      'nextTick',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'performance',
      'hrtime',
      'Date',
    ],
  });
});
afterEach(async () => {
  jest.useRealTimers();
  process.env = { ...before };
  await peer.close();
});

const inProcess = CALLS.flatMap((call) =>
  typeof call.proof === 'string' ? [] : [{ ...call, proof: call.proof }],
);

test.each(inProcess)('$who: $what: a peer that is silent is given up', async ({ proof, limitMs, unseen }) => {
  const { ask, ends, tries = 1 } = proof;
  const ended = Promise.allSettled([ask(peer)]).then(([outcome]) => outcome);
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    if (unseen) await turns();
    else while (peer.asked() < attempt && !isOver) await turns(1);
    await jest.advanceTimersByTimeAsync(limitMs - 1);
    await turns();
    expect(isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
  }
  expect(await ended).toMatchObject(ends);
});

test.each(CALLS.filter(({ proof }) => typeof proof === 'string'))(
  '$who: $what: is held by a test with a peer of its own',
  ({ proof }) => {
    expect(existsSync(join(root, proof as string))).toBe(true);
  },
);

test('every file that calls somebody has a row', () => {
  const callers = ['lib', 'lambda', 'bin'].flatMap(sources).filter((file) => {
    const code = readFileSync(join(root, file), 'utf8').replace(COMMENT_LINE, '');
    return CALLING.some((form) => form.test(code));
  });
  const named = CALLS.flatMap(({ files }) => files);
  expect(callers.filter((file) => !named.includes(file) && !Object.hasOwn(NO_CALLS, file))).toEqual([]);
  expect([...named, ...Object.keys(NO_CALLS)].filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('docs/time-limits.md has every row', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [head, tail] = [text.split(BEGIN)[0]!, text.split(END)[1]!];
  const whole = `${head}${BEGIN}\n\n${table()}\n\n${END}${tail}`;
  if (process.env.WRITE_DOCUMENT !== undefined) writeFileSync(DOCUMENT, whole);
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(whole);
});

// --- internal ---

/** An SDK's client that is loaded, a socket, a name or a request. */
const CALLING = [
  /(?:require|import)\(\s*'(?:@aws-sdk|@platformatic)\//,
  /loadSdk</,
  /^import (?!type)[^;]* from 'node:(?:http|https|http2|net|tls|dgram|dns|dns\/promises)'/m,
  /require\('node:(?:http|https|http2|net|tls|dgram|dns)'\)/,
  /\bfetch\(['`"]/,
  /169\.254\./,
];
const COMMENT_LINE = /^\s*(?:\/\/|\/?\*).*$/gm;

/** Files that look like it and call nobody. */
const NO_CALLS: Readonly<Record<string, string>> = {
  'lib/runtime/aws-sdk.ts': 'loads what others call with',
  'lambda/alert-dispatcher/address.ts': 'compares addresses',
  'lib/local/process/loopback-only.ts': 'keeps others from calling',
  'lib/runtime/metrics/statsd-address.ts': 'reads an address',
  'lib/runtime/metrics/openwhisk-switches.ts': 'reads an address',
  'lib/runtime/metrics/served-host.ts': 'reads a header',
};

async function turns(count = 20): Promise<void> {
  for (let n = 0; n < count; n += 1) await new Promise((turn) => setImmediate(turn));
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

function table(): string {
  const rows = CALLS.map(
    ({ who, what, limitMs, after }: Call) =>
      `| ${who} | ${what} | ${limitMs < 1000 ? `${limitMs} ms` : `${limitMs / 1000} s`} | ${after} |`,
  );
  return ['| who | what | longest | afterwards |', '|---|---|---|---|', ...rows].join('\n');
}
