import { gzip } from 'node:zlib';
import { type BatchSender, type BatchSenderProps, batchSender } from '../sender/batch-sender';
import { batchOf, type Item } from '../sender/send-queue';
import type { AwsSigner } from './aws-signer';
import { lazy } from './lazy';
import { otlpHttp } from './otlp-http';
import type { OtlpSettings } from './otlp-settings';

export interface OtlpSenderProps extends Pick<BatchSenderProps<Item>, 'what' | 'spill'> {
  /** Around the items of a request: resource and scope. */
  readonly envelope: readonly [head: string, tail: string];
}

/** Sends items by OTLP over HTTP: JSON without what is around it, of so many records or data points. */
export interface OtlpSender extends Omit<BatchSender<Item>, 'push'> {
  readonly push: (text: string, count: number) => void;
}

/** @param signer Signs for CloudWatch. @default the settings' own, where the endpoint is CloudWatch's */
export function otlpSender(
  settings: OtlpSettings,
  { envelope, ...props }: OtlpSenderProps,
  signer: AwsSigner | undefined = settings.aws && lazy.awsSigner().awsSigner(settings.aws),
): OtlpSender {
  const http = otlpHttp(settings, signer);
  const around = Buffer.byteLength(envelope[0]) + envelope[1].length;
  const sender = batchSender({
    ...props,
    name: settings.name,
    batchSize: settings.aws
      ? lazy.awsLimits().awsBatch(settings.aws.service, around)
      : batchOf(512 * 1024, 10_000),
    async request(batch) {
      const plain = Buffer.from(envelope[0] + batch.map(({ text }) => text).join(',') + envelope[1]);
      const packed = settings.compression === 'gzip' ? await zipped(plain) : undefined;
      return http.post(packed ?? plain, packed && 'gzip');
    },
  });
  return {
    ...sender,
    push: (text, count) => sender.push({ text, count, bytes: Buffer.byteLength(text) }),
    async close() {
      await sender.close();
      http.close();
    },
  };
}

// --- internal ---

/** Off the event loop; undefined, for as it is, should zlib ever fail. */
const zipped = (data: Buffer): Promise<Buffer | undefined> =>
  new Promise((resolve) => gzip(data, { level: 1 }, (error, packed) => resolve(error ? undefined : packed)));
