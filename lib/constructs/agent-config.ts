import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { logFile, realmNames } from '../contract';
import { type WorkerMonitorProps, workerNamesOf } from './worker-monitor';

/** The part of the CloudWatch agent's configuration that is generated. */
export interface AgentConfig {
  readonly agent: { readonly metrics_collection_interval: number; readonly run_as_user: string };
  readonly logs: {
    readonly logs_collected: { readonly files: { readonly collect_list: readonly CollectedFile[] } };
    readonly force_flush_interval: number;
  };
}

export interface CollectedFile {
  readonly file_path: string;
  readonly log_group_name: string;
  readonly log_stream_name: string;
}

/**
 * The CloudWatch agent's configuration for the machines of a worker: its records go to the realm's group, one
 * stream an instance.
 *
 * No retention, since the agent stops when two settings for one group differ and the stack states it. No
 * timestamp format, so that a record counts in the minute in which it is read: a machine with a wrong clock
 * must not put heartbeats into minutes that alarms have judged, or have them refused as two hours ahead.
 */
export function agentConfig(realm: string, worker: string, system?: string): AgentConfig {
  const names = realmNames(realm, system);
  return {
    agent: { metrics_collection_interval: 60, run_as_user: 'root' },
    logs: {
      logs_collected: {
        files: {
          collect_list: [
            {
              file_path: logFile(system),
              log_group_name: names.logGroup,
              log_stream_name: names.worker(worker).logStream,
            },
          ],
        },
      },
      force_flush_interval: 5,
    },
  };
}

/** The agent's configuration in Parameter Store, where the machines of a worker fetch it. */
export class WorkerAgentConfig extends Construct {
  readonly parameter: StringParameter;

  constructor(scope: Construct, id: string, props: Pick<WorkerMonitorProps, 'realm' | 'worker' | 'system'>) {
    super(scope, id);
    const names = workerNamesOf(this, props);
    this.parameter = new StringParameter(this, 'Resource', {
      parameterName: names.agentConfig,
      description: `CloudWatch agent configuration of worker ${props.worker} in realm ${props.realm}`,
      stringValue: JSON.stringify(agentConfig(props.realm, props.worker, props.system)),
    });
  }
}
