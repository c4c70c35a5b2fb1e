import { storedLine } from '../../contract';
import type { AwsActions } from './aws-service';
import { otlpEvents } from './otlp-events';

/** What workers send to CloudWatch Logs themselves, kept for their machines by log stream. */
export interface LogIntake {
  readonly actions: AwsActions;
  /** A request to the OTLP endpoint. */
  readonly otlp: (stream: string, body: string) => object;
  /** What has come for a stream since the last time, oldest first. */
  readonly take: (stream: string) => readonly TakenEvent[];
}

export interface TakenEvent {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  /** As the group's metric filters see it. */
  readonly message: string;
  /** As it is stored. */
  readonly stored: string;
}

export function createLogIntake(): LogIntake {
  const streams = new Map<string, TakenEvent[]>();
  const put = (stream: string, timestamp: number, stored: string, message: string): void => {
    const events = streams.get(stream) ?? [];
    streams.set(stream, events);
    events.push({ timestamp, message, stored });
  };
  return {
    actions: {
      'Logs_20140328.CreateLogStream': () => ({}),
      'Logs_20140328.PutLogEvents': ({ logStreamName, logEvents }) => {
        for (const { timestamp, message } of logEvents as readonly { timestamp: number; message: string }[])
          put(String(logStreamName), timestamp, message, message);
        return {};
      },
    },
    otlp(stream, body) {
      for (const { timestamp, message } of otlpEvents(body))
        put(stream, timestamp, message, storedLine(message));
      return {};
    },
    take(stream) {
      const events = streams.get(stream) ?? [];
      streams.delete(stream);
      return events;
    },
  };
}
