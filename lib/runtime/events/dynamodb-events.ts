import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { loadSdk } from '../aws-sdk';
import type { EventSink } from './event-sink';
import type { RunEvent } from './run-event';

export interface DynamoDbEventsProps {
  /** e.g. `lava.dev.events`. */
  readonly table: string;
  /** @default a client of the process's own, made on the first event */
  readonly client?: { readonly send: (command: never, options?: object) => Promise<unknown> };
  /**
   * Loads the SDK, for a program that is bundled with it: `() => import('@aws-sdk/client-dynamodb')`.
   * @default it is looked for where the program runs
   */
  readonly sdk?: () => Promise<unknown>;
}

/** Lava's events table: an item a run, updated by each event, which also joins the item's log. */
export function dynamoDbEvents({ table, client, sdk }: DynamoDbEventsProps): EventSink {
  let own = client;
  return {
    name: table,
    async write(event, late) {
      const { DynamoDBClient, UpdateItemCommand } = await open(sdk);
      own ??= new DynamoDBClient({});
      await own.send(new UpdateItemCommand({ TableName: table, ...updateOf(event) }) as never, {
        abortSignal: late,
      });
    },
  };
}

// --- internal ---

/** It costs more to load than the rest of a worker. */
const open = (given: DynamoDbEventsProps['sdk']) =>
  loadSdk<typeof import('@aws-sdk/client-dynamodb')>('@aws-sdk/client-dynamodb', 'writes events', given);

function updateOf({ job_id, run_id, log, ...fields }: RunEvent) {
  const names = Object.keys(fields);
  return {
    Key: { job_id: { S: job_id }, run_id: { S: run_id } },
    UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}, #log = list_append(if_not_exists(#log, :none), :log)`,
    ExpressionAttributeNames: Object.fromEntries([...names, 'log'].map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`:${name}`, attribute(value)])),
      ':none': { L: [] },
      ':log': { L: [attribute(log)] },
    },
  };
}

function attribute(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number' && Number.isFinite(value)) return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null || value === undefined) return { NULL: true };
  if (Array.isArray(value)) return { L: value.map(attribute) };
  if (value instanceof Error) return { S: value.message };
  if (typeof value !== 'object') return { S: String(value) };
  return {
    M: Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => [key, attribute(member)]),
    ),
  };
}
