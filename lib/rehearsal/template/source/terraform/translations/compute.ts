import { from, type Translation } from './translation';

export const COMPUTE_TRANSLATIONS: Readonly<Record<string, Translation>> = {
  aws_lambda_function: {
    type: 'AWS::Lambda::Function',
    attributes: { id: 'Ref', function_name: 'Ref', arn: 'Arn' },
    properties: (of) => ({
      FunctionName: of.name('function_name'),
      ...from(of, { Handler: 'handler', Runtime: 'runtime', Role: 'role' }),
      Timeout: of.get('timeout'),
      MemorySize: of.get('memory_size'),
      DeadLetterConfig: structure('TargetArn', of.block('dead_letter_config')?.get('target_arn')),
      LoggingConfig: structure('LogGroup', of.block('logging_config')?.get('log_group')),
    }),
  },
  aws_lambda_permission: {
    type: 'AWS::Lambda::Permission',
    properties: (of) =>
      from(of, {
        FunctionName: 'function_name',
        Action: 'action',
        Principal: 'principal',
        SourceArn: 'source_arn',
        SourceAccount: 'source_account',
      }),
  },
  aws_lambda_event_source_mapping: {
    type: 'AWS::Lambda::EventSourceMapping',
    properties: (of) =>
      from(of, {
        FunctionName: 'function_name',
        EventSourceArn: 'event_source_arn',
        Enabled: 'enabled',
        BatchSize: 'batch_size',
      }),
  },
  aws_autoscaling_group: {
    type: 'AWS::AutoScaling::AutoScalingGroup',
    attributes: { id: 'Ref', name: 'Ref' },
    properties: (of) => ({ AutoScalingGroupName: of.name() }),
  },
  aws_autoscaling_policy: {
    type: 'AWS::AutoScaling::ScalingPolicy',
    attributes: { arn: 'Ref' },
    properties: (of) => ({
      PolicyName: of.name(),
      ...from(of, { AutoScalingGroupName: 'autoscaling_group_name' }),
    }),
  },
};

// --- internal ---

const structure = (member: string, value: unknown) => (value === undefined ? undefined : { [member]: value });
