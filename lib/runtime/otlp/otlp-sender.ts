import { type BatchSender, batchSender } from '../sender/batch-sender';
import { batchOf } from '../sender/send-queue';
import type { AwsSigner } from './aws-signer';
import { lazy } from './lazy';
import { otlpHttp } from './otlp-http';
import type { OtlpSettings } from './otlp-settings';
import { bodyOf, partOf, RequestPart } from './request-part';

export interface OtlpSenderProps {
  /** Around the items of a request: resource and scope. */
  readonly envelope: readonly [head: string, tail: string];
  /** For messages: `records` or `data points`. */
  readonly what: string;
  /** Takes each text that could not be sent when the process ends. */
  readonly spill: (text: string) => void;
}

/** Sends JSON without what is around it, and without line feeds, by OTLP over HTTP. */
export interface OtlpSender extends Pick<BatchSender<RequestPart>, 'flush' | 'drain' | 'close' | 'dropped'> {
  /** Of so many records or data points. */
  readonly push: (text: string, count: number) => void;
  /** A record, which costs less than by `push`: it waits as a part of a longer text. */
  readonly append: (record: string) => void;
}

/** @param signer Signs for CloudWatch. @default the settings' own, where the endpoint is CloudWatch's */
export function otlpSender(
  settings: OtlpSettings,
  { envelope, what, spill }: OtlpSenderProps,
  signer: AwsSigner | undefined = settings.aws && lazy.awsSigner().awsSigner(settings.aws),
): OtlpSender {
  const http = otlpHttp(settings, signer);
  const around = Buffer.byteLength(envelope[0]) + envelope[1].length;
  const sender = batchSender<RequestPart>({
    what,
    name: settings.name,
    batchSize: settings.aws
      ? lazy.awsLimits().awsBatch(settings.aws.service, around)
      : batchOf(MAX_BYTES, MAX_RECORDS),
    request: (batch) => http.post(bodyOf(batch, envelope)),
    parts: ({ texts }) => texts.map((text) => partOf(text, 1)),
    spill(part) {
      part.close();
      for (const text of part.texts) spill(text);
    },
  });
  const push = (text: string, count: number): void => sender.push(partOf(text, count));
  let newest = partOf('', 0);

  function append(record: string): void {
    if (newest.isOpen) sender.grow(newest.add(record, 1), 1);
    else {
      newest = new RequestPart();
      newest.add(record, 1);
      sender.push(newest);
    }
    if (newest.isFull) sender.grow(newest.close(), 0);
  }

  return {
    flush: sender.flush,
    drain: sender.drain,
    dropped: sender.dropped,
    push,
    // CloudWatch's limits are of each record
    append: settings.aws ? (record) => push(record, 1) : append,
    async close() {
      await sender.close();
      http.close();
    },
  };
}

// --- internal ---

/** A request costs as much as a hundred records, whatever is in it. */
const MAX_BYTES = 1024 * 1024;
const MAX_RECORDS = 10_000;
