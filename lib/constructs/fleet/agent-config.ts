import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { logFile, MESSAGES_LOG, realmNames } from '../../contract';
import { type WorkerMonitorProps, workerNamesOf } from '../worker-monitor';
import { AGENT_NAMESPACE } from './host-metrics';

/** The part of the CloudWatch agent's configuration that is generated. */
export interface AgentConfig {
  readonly agent: {
    readonly metrics_collection_interval: number;
    readonly run_as_user: string;
    readonly omit_hostname?: boolean;
  };
  readonly metrics?: typeof HOST_METRICS;
  readonly logs?: {
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
export function agentConfig(
  realm: string,
  worker: string,
  system?: string,
  { hostMetrics = false, messages = false, records = true }: CollectOptions = {},
): AgentConfig {
  const names = realmNames(realm, system);
  return {
    agent: {
      metrics_collection_interval: 60,
      run_as_user: 'root',
      ...(hostMetrics && { omit_hostname: true }),
    },
    ...(hostMetrics && { metrics: HOST_METRICS }),
    ...((records || messages) && {
      logs: {
        logs_collected: {
          files: {
            collect_list: [
              ...(records
                ? [
                    {
                      file_path: logFile(system),
                      log_group_name: names.logGroup,
                      log_stream_name: names.worker(worker).logStream,
                    },
                  ]
                : []),
              ...(messages ? [MESSAGES] : []),
            ],
          },
        },
        force_flush_interval: 5,
      },
    }),
  };
}

/** What is collected beside the records. */
export interface CollectOptions {
  /**
   * Whether memory, swap and disks are measured, as a HostMonitor needs them.
   * @default false
   */
  readonly hostMetrics?: boolean;

  /**
   * Whether the system's own log goes to the group `/var/log/messages`, one stream an instance; the group is
   * not made here, since every realm of an account shares it.
   * @default false
   */
  readonly messages?: boolean;

  /**
   * Whether the worker's records are collected; not where it sends them itself.
   * @default true
   */
  readonly records?: boolean;
}

export interface WorkerAgentConfigProps
  extends Pick<WorkerMonitorProps, 'realm' | 'worker' | 'system'>,
    CollectOptions {}

/** The agent's configuration in Parameter Store, where the machines of a worker fetch it. */
export class WorkerAgentConfig extends Construct {
  readonly parameter: StringParameter;

  constructor(scope: Construct, id: string, props: WorkerAgentConfigProps) {
    super(scope, id);
    const names = workerNamesOf(this, props);
    this.parameter = new StringParameter(this, 'Resource', {
      parameterName: names.agentConfig,
      description: `CloudWatch agent configuration of worker ${props.worker} in realm ${props.realm}`,
      stringValue: JSON.stringify(agentConfig(props.realm, props.worker, props.system, props)),
    });
  }
}

// --- internal ---

const MESSAGES: CollectedFile = {
  file_path: MESSAGES_LOG,
  log_group_name: MESSAGES_LOG,
  log_stream_name: '{instance_id}',
};

/**
 * One series for the whole group instead of one for each machine, or metrics would cost more than the machines:
 * the group is the only dimension that is added, and the host's name is left out.
 */
const HOST_METRICS = {
  namespace: AGENT_NAMESPACE,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the agent's own placeholder
  append_dimensions: { AutoScalingGroupName: '${aws:AutoScalingGroupName}' },
  aggregation_dimensions: [['AutoScalingGroupName', 'path']],
  metrics_collected: {
    mem: { measurement: ['mem_used_percent'] },
    swap: { measurement: ['swap_used_percent'] },
    disk: {
      measurement: ['used_percent'],
      drop_device: true,
      ignore_file_system_types: ['tmpfs', 'devtmpfs', 'overlay', 'squashfs'],
    },
  },
} as const;
