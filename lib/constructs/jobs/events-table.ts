import type { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DEFAULT_SYSTEM, EVENTS_TABLE, realmNames } from '../../contract';
import { RETAINED } from '../retained';
import { checkRealm } from '../worker-monitor';

export interface EventsTableProps {
  readonly realm: string;
  /** @default 'lava' */
  readonly system?: string;
  /** A table that is there already, such as Lava's own. @default - a new one */
  readonly table?: dynamodb.ITable;
  /** What happens to the table when the stack is deleted. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The history of every run, with Lava's key schema: job and run id, and an index by job and time. Records
 * expire by their `ttl`, and a point-in-time recovery covers the last 35 days.
 */
export class EventsTable extends Construct {
  readonly table: dynamodb.ITable;

  constructor(scope: Construct, id: string, props: EventsTableProps) {
    super(scope, id);
    checkRealm(this, props);
    this.table = props.table ?? this.newTable(props);
  }

  private newTable(props: EventsTableProps): dynamodb.Table {
    const { STRING } = dynamodb.AttributeType;
    const table = new dynamodb.Table(this, 'Table', {
      tableName: realmNames(props.realm, props.system ?? DEFAULT_SYSTEM).eventsTable,
      partitionKey: { name: EVENTS_TABLE.partitionKey, type: STRING },
      sortKey: { name: EVENTS_TABLE.sortKey, type: STRING },
      timeToLiveAttribute: EVENTS_TABLE.timeToLive,
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: props.removalPolicy ?? RETAINED,
    });
    table.addLocalSecondaryIndex({
      indexName: EVENTS_TABLE.byTime.name,
      sortKey: { name: EVENTS_TABLE.byTime.sortKey, type: STRING },
      projectionType: dynamodb.ProjectionType.ALL,
    });
    return table;
  }

  /** What a worker does: it puts a run's item, and updates it as the run goes on. */
  grantRecord(grantee: IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
      resourceArns: [this.table.tableArn],
    });
  }
}
