import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStringParameter } from 'aws-cdk-lib/aws-ssm';
import { systemNamespace } from '../../contract';
import { AGENT_NAMESPACE } from './host-metrics';

export interface WorkerRightsProps {
  /** The queue that feeds the workers; they may receive from it and nothing else. */
  readonly queue: IQueue;

  /** The realm's group, which the records are written to. */
  readonly logGroup: ILogGroup;

  /**
   * The CloudWatch agent's configuration, as a WorkerAgentConfig puts it into Parameter Store.
   * @default - there is no agent
   */
  readonly agentConfig?: IStringParameter;

  /**
   * The group of the system's own log, if the agent collects it.
   * @default - the agent does not
   */
  readonly messagesLogGroup?: ILogGroup;

  /**
   * Namespace of the metrics that the workers publish; they may publish to no other.
   * @default - the system with a capital, 'Lava'
   */
  readonly metricNamespace?: string;

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;

  /**
   * Whether the workers send their metrics to CloudWatch's OTLP endpoint, too. Such a request has no namespace, so that they
   * may then publish to any.
   * @default false
   */
  readonly metricsByOtlp?: boolean;
}

/** Lets a worker and the agent beside it do what they are for: its queue, its log group, its metrics' namespace. */
export function grantWorkerRights(grantee: IGrantable, props: WorkerRightsProps): void {
  const { queue, logGroup, messagesLogGroup, agentConfig, system } = props;
  const { metricNamespace = systemNamespace(system) } = props;
  queue.grantConsumeMessages(grantee);
  logGroup.grantWrite(grantee);
  messagesLogGroup?.grantWrite(grantee);
  agentConfig?.grantRead(grantee);
  const namespaces = agentConfig ? [metricNamespace, AGENT_NAMESPACE] : metricNamespace;
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      ...(!props.metricsByOtlp && {
        conditions: { StringEquals: { 'cloudwatch:namespace': namespaces } },
      }),
    }),
  );
}
