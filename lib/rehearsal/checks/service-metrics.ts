/** What an AWS service publishes. */
export interface ServiceMetrics {
  /** Every set of dimensions that its metrics have. */
  readonly dimensions: readonly (readonly string[])[];
  /** Names of its metrics; services add to them, so that a name which is not here need not be wrong. */
  readonly names: readonly string[];
}

/** The services that a job system is built of. Source: each service's metrics page. */
export const SERVICE_METRICS: Readonly<Record<string, ServiceMetrics>> = {
  'AWS/AutoScaling': {
    dimensions: [['AutoScalingGroupName'], []],
    names: [
      'GroupDesiredCapacity',
      'GroupInServiceCapacity',
      'GroupInServiceInstances',
      'GroupMaxSize',
      'GroupMinSize',
      'GroupPendingCapacity',
      'GroupPendingInstances',
      'GroupStandbyCapacity',
      'GroupStandbyInstances',
      'GroupTerminatingCapacity',
      'GroupTerminatingInstances',
      'GroupTotalCapacity',
      'GroupTotalInstances',
    ],
  },
  'AWS/Events': {
    dimensions: [['RuleName'], ['EventBusName', 'RuleName'], []],
    names: [
      'DeadLetterInvocations',
      'FailedInvocations',
      'Invocations',
      'InvocationsFailedToBeSentToDlq',
      'InvocationsSentToDlq',
      'MatchedEvents',
      'ThrottledRules',
      'TriggeredRules',
    ],
  },
  'AWS/Lambda': {
    dimensions: [
      ['FunctionName'],
      ['FunctionName', 'Resource'],
      ['ExecutedVersion', 'FunctionName', 'Resource'],
      [],
    ],
    names: [
      'AsyncEventAge',
      'AsyncEventsDropped',
      'AsyncEventsReceived',
      'ClaimedAccountConcurrency',
      'ConcurrentExecutions',
      'DeadLetterErrors',
      'DestinationDeliveryFailures',
      'Duration',
      'Errors',
      'Invocations',
      'IteratorAge',
      'OffsetLag',
      'PostRuntimeExtensionsDuration',
      'ProvisionedConcurrencyInvocations',
      'ProvisionedConcurrencySpilloverInvocations',
      'ProvisionedConcurrencyUtilization',
      'ProvisionedConcurrentExecutions',
      'RecursiveInvocationsDropped',
      'Throttles',
      'UnreservedConcurrentExecutions',
    ],
  },
  'AWS/Logs': {
    dimensions: [['LogGroupName'], ['DestinationType', 'FilterName', 'LogGroupName'], []],
    names: [
      'DeliveryErrors',
      'DeliveryThrottling',
      'EMFParsingErrors',
      'EMFValidationErrors',
      'ForwardedBytes',
      'ForwardedLogEvents',
      'IncomingBytes',
      'IncomingLogEvents',
    ],
  },
  'AWS/SNS': {
    dimensions: [['TopicName'], ['Application', 'Platform'], ['PhoneNumber'], ['Country'], ['SMSType'], []],
    names: [
      'NumberOfMessagesPublished',
      'NumberOfNotificationsDelivered',
      'NumberOfNotificationsFailed',
      'NumberOfNotificationsFailedToRedriveToDlq',
      'NumberOfNotificationsFilteredOut',
      'NumberOfNotificationsRedrivenToDlq',
      'PublishSize',
      'SMSMonthToDateSpentUSD',
      'SMSSuccessRate',
    ],
  },
  'AWS/SQS': {
    dimensions: [['QueueName']],
    names: [
      'ApproximateAgeOfOldestMessage',
      'ApproximateNumberOfGroupsWithInflightMessages',
      'ApproximateNumberOfMessagesDelayed',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateNumberOfMessagesVisible',
      'NumberOfDeduplicatedSentMessages',
      'NumberOfEmptyReceives',
      'NumberOfMessagesDeleted',
      'NumberOfMessagesReceived',
      'NumberOfMessagesSent',
      'SentMessageSize',
    ],
  },
};
