import type * as DynamoDb from '@aws-sdk/client-dynamodb';
import { awsCall } from './aws-call';
import type { AwsProps } from './aws-ports';
import type { RunItem, RunPorts } from './run-search';

/** The ports on AWS, by the SDK's usual credentials; AWS_ENDPOINT_URL leads elsewhere. Reads only. */
export function runPorts({ region, signal }: AwsProps): RunPorts {
  const sdk = require('@aws-sdk/client-dynamodb') as typeof DynamoDb;
  const client = new sdk.DynamoDBClient({ region });
  const call = awsCall({ region, signal });

  return {
    async *findRuns({ table, index, key, filter, names, values, most }) {
      const expressions = {
        TableName: table,
        FilterExpression: filter,
        ...(Object.keys(names).length > 0 && {
          ExpressionAttributeNames: { ...names },
          ExpressionAttributeValues: Object.fromEntries(
            Object.entries(values).map(([name, S]) => [name, { S }]),
          ),
        }),
      };
      let ExclusiveStartKey: Record<string, DynamoDb.AttributeValue> | undefined;
      do {
        const page = { ...expressions, ExclusiveStartKey };
        const { Items, LastEvaluatedKey }: DynamoDb.QueryCommandOutput | DynamoDb.ScanCommandOutput =
          await call(`table ${table}`, (options) =>
            key === undefined
              ? client.send(new sdk.ScanCommand(page), options)
              : client.send(
                  new sdk.QueryCommand({
                    ...page,
                    IndexName: index,
                    KeyConditionExpression: key,
                    ScanIndexForward: false,
                    Limit: most,
                  }),
                  options,
                ),
          );
        ExclusiveStartKey = LastEvaluatedKey;
        yield { runs: (Items ?? []).map(itemOf), isLast: ExclusiveStartKey === undefined };
      } while (ExclusiveStartKey);
    },
  };
}

// --- internal ---

const itemOf = (item: Readonly<Record<string, DynamoDb.AttributeValue>>): RunItem =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));

/** An attribute as JSON has it; bytes as base64, a number that JavaScript would round as text. */
function plain(value: DynamoDb.AttributeValue): unknown {
  if (value.N !== undefined) return numberOf(value.N);
  if (value.NULL !== undefined) return null;
  if (value.M !== undefined) return itemOf(value.M);
  if (value.L !== undefined) return value.L.map(plain);
  if (value.NS !== undefined) return value.NS.map(numberOf);
  if (value.B !== undefined) return base64(value.B);
  if (value.BS !== undefined) return value.BS.map(base64);
  return value.S ?? value.BOOL ?? value.SS;
}

function numberOf(text: string): number | string {
  const number = Number(text);
  return String(number) === text ? number : text;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
