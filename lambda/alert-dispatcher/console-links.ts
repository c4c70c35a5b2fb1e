import { lookUp } from '../../lib/text/look-up';
/** Parts of an ARN that links and pairing need. */
export interface ArnParts {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** What follows the account. */
  readonly resource: string;
}

/** The parts of an ARN, or undefined for any other text. Region and account are safe to put into a URL. */
export function parseArn(arn: unknown): ArnParts | undefined {
  const match = typeof arn === 'string' ? ARN.exec(arn) : null;
  if (!match) return undefined;
  return { partition: match[1]!, region: match[2]!, account: match[3]!, resource: match[4]! };
}

/** The page of an alarm in the AWS console. */
export function alarmPage(arn: ArnParts, alarmName: string): string | undefined {
  return page(arn, `alarmsV2:alarm/${encodeURIComponent(alarmName)}`);
}

/** The page of a log group in the AWS console, which wants its name encoded twice, with $ for %. */
export function logGroupPage(arn: ArnParts, logGroup: string): string | undefined {
  const name = encodeURIComponent(encodeURIComponent(logGroup)).replaceAll('%', '$');
  return page(arn, `logsV2:log-groups/log-group/${name}`);
}

// --- internal ---

const ARN = /^arn:([a-z-]{3,20}):[a-z0-9-]+:([a-z]{2,4}(?:-[a-z]+)+-\d):(\d{12}):(.+)$/s;

const HOSTS: Readonly<Record<string, (region: string) => string>> = {
  aws: (region) => `${region}.console.aws.amazon.com`,
  'aws-cn': () => 'console.amazonaws.cn',
  'aws-us-gov': () => 'console.amazonaws-us-gov.com',
  'aws-eusc': (region) => `${region}.console.amazonaws-eusc.eu`,
};

function page({ partition, region }: ArnParts, fragment: string): string | undefined {
  const host = lookUp(HOSTS, partition)?.(region);
  return host && `https://${host}/cloudwatch/home?region=${region}#${fragment}`;
}
