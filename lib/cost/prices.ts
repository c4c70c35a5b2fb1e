/** One list price of us-east-1, in USD, with where and when it was read. */
export interface Price {
  readonly usd: number;
  readonly per: string;
  readonly source: string;
}

/** The day on which the table was collected; prices change, so a report prints it. */
export const PRICES_COLLECTED = '2026-11-01';
export const PRICES_REGION = 'us-east-1';

const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';

/**
 * List prices without free tier (an account shares one free tier among everything it runs) and without
 * volume discount (a realm that reaches 10,000 metrics should be looked at for another reason).
 */
export const PRICES = {
  customMetric: { usd: 0.3, per: 'metric-month', source: CLOUDWATCH },
  standardAlarm: { usd: 0.1, per: 'alarm-metric-month', source: CLOUDWATCH },
  highResolutionAlarm: { usd: 0.3, per: 'alarm-metric-month', source: CLOUDWATCH },
  compositeAlarm: { usd: 0.5, per: 'alarm-month', source: CLOUDWATCH },
  dashboard: { usd: 3, per: 'dashboard-month', source: CLOUDWATCH },
  logsIngested: { usd: 0.5, per: 'GB', source: CLOUDWATCH },
  logsIngestedInfrequentAccess: { usd: 0.25, per: 'GB', source: CLOUDWATCH },
  dataProtection: { usd: 0.12, per: 'GB', source: CLOUDWATCH },
  logsStored: { usd: 0.03, per: 'GB-month', source: CLOUDWATCH },
  kmsKey: { usd: 1, per: 'key-month', source: 'https://aws.amazon.com/kms/pricing/' },
  sqsRequests: { usd: 0.4, per: 'million requests', source: 'https://aws.amazon.com/sqs/pricing/' },
  lambdaRequests: { usd: 0.2, per: 'million requests', source: 'https://aws.amazon.com/lambda/pricing/' },
  lambdaTime: {
    usd: 0.0000133334,
    per: 'GB-second on Arm',
    source: 'https://aws.amazon.com/lambda/pricing/',
  },
  schedulerInvocations: {
    usd: 1,
    per: 'million invocations',
    source: 'https://aws.amazon.com/eventbridge/pricing/',
  },
  tableReads: {
    usd: 0.125,
    per: 'million reads',
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  },
  tableWrites: {
    usd: 0.625,
    per: 'million writes',
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  },
} as const satisfies Record<string, Price>;

export type PriceKey = keyof typeof PRICES;
