import { createHash, createHmac } from 'node:crypto';
import { withinTime } from '../../time-limit/time-limit';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** ms that the metadata service, or whoever else has the credentials, may take. */
export const CREDENTIALS_LIMIT_MS = 5_000;

/**
 * An OAUTHBEARER token for Amazon MSK's IAM authentication: a request to connect, signed into its own URL
 * (Signature Version 4), valid for a quarter of an hour.
 * @param credentials @default those that the AWS SDK finds: environment, container, instance …
 */
export async function mskIamToken(
  region: string,
  credentials: () => Promise<AwsCredentials> = defaultCredentials,
  now: () => number = Date.now,
): Promise<string> {
  return signedToken(region, await withinTime(CREDENTIALS_LIMIT_MS, credentials), new Date(now()));
}

// --- internal ---

const SERVICE = 'kafka-cluster';
const EXPIRES_SECONDS = 900;

/** The SDK's chain, through the one client that this package depends on anyway. */
async function defaultCredentials(): Promise<AwsCredentials> {
  const { SQSClient } = await import('@aws-sdk/client-sqs');
  return new SQSClient({}).config.credentials();
}

function signedToken(region: string, credentials: AwsCredentials, at: Date): string {
  const host = `kafka.${region}.amazonaws.com`;
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const date = time.slice(0, 8);
  const scope = `${date}/${region}/${SERVICE}/aws4_request`;
  const query = Object.entries({
    Action: 'kafka-cluster:Connect',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(EXPIRES_SECONDS),
    ...(credentials.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': credentials.sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  })
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const request = ['GET', '/', query, `host:${host}`, '', 'host', sha256('')].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n');
  const key = [date, region, SERVICE, 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(key, text).toString('hex');
  // The agent's name is read by MSK but not part of what is signed.
  const url = `https://${host}/?${query}&X-Amz-Signature=${signature}&User-Agent=tiltmeter`;
  return Buffer.from(url).toString('base64url');
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** RFC 3986, which leaves fewer characters alone than JavaScript does. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
