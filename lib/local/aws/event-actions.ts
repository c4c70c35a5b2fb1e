import { realmNames, type runsQuery, successPattern } from '../../contract';
import { type AwsActions, AwsFailure } from './aws-service';
import type { LogStore } from './log-store';

/**
 * DynamoDB, as far as a function asks the table of run events when a job last succeeded: no table is kept here, since the
 * workers' records say the same.
 */
export function eventActions(
  { realm, system }: { readonly realm: string; readonly system: string },
  store: LogStore,
): AwsActions {
  const { eventsTable, logGroup } = realmNames(realm, system);
  return {
    'DynamoDB_20120810.Query': (input) => {
      const { TableName, ExpressionAttributeValues: values } = input as unknown as ReturnType<
        typeof runsQuery
      >;
      if (TableName !== eventsTable)
        throw new AwsFailure('ResourceNotFoundException', `no table ${TableName} in this realm`);
      const after = values[':after'];
      const [newest] =
        store.search(logGroup, {
          pattern: successPattern({ system, realm }, [values[':job'].S]),
          from: after === undefined ? 0 : Date.parse(`${after.S}Z`),
          to: Number.MAX_SAFE_INTEGER,
          limit: 1,
        }) ?? [];
      const at = newest && new Date(newest.timestamp).toISOString().slice(0, -1);
      return { Items: at === undefined ? [] : [{ status: { S: 'complete' }, tu_event: { S: at } }] };
    },
  };
}
