/**
 * What the service data lack of namespaces that were not checked as a whole, in rows as `readRows` takes them, each
 * with its page. They add to the rows of the service data.
 */
export const ADDED_METRICS = `
# https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-hosted-zones-with-cloudwatch.html
AWS/Route53 | ? | HostedZoneId | DNSQueries, DNSSECInternalFailure, DNSSECKeySigningKeyAge, DNSSECKeySigningKeyMaxNeedingActionAge, DNSSECKeySigningKeysNeedingAction
# https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-cloudwatch-metrics.html
AWS/TransitGateway | ? | TransitGateway; TransitGateway+TransitGatewayAttachment | BytesDropCountBlackhole, BytesDropCountNoRoute, BytesIn, BytesOut, PacketDropCountBlackhole, PacketDropCountNoRoute, PacketsIn, PacketsOut
# https://docs.aws.amazon.com/documentdb/latest/developerguide/cloud_watch.html
AWS/DocDB | ? | DBClusterIdentifier; DBClusterIdentifier+Role | CPUUtilization, DatabaseConnections, EngineUptime, ReadThroughput, WriteThroughput
# https://docs.aws.amazon.com/appstream2/latest/developerguide/appstream-dimensions.html
# https://docs.aws.amazon.com/appstream2/latest/developerguide/usage-metrics-multi-session.html
AWS/AppStream | ? | Fleet | ActiveUserSessionCapacity, ActualUserSessionCapacity, AvailableUserSessionCapacity, DesiredUserSessionCapacity, DrainingCapacity, InsufficientConcurrencyLimitError, PendingUserSessionCapacity, RunningUserSessionCapacity
# https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/activemq-logging-monitoring.html
AWS/AmazonMQ | ? | Broker | AmqpMaximumConnections, BurstBalance, CpuCreditBalance, CpuUtilization, CurrentConnectionsCount, EstablishedConnectionsCount, HeapUsage, InactiveDurableTopicSubscribersCount, JobSchedulerStorePercentUsage, JournalFilesForFastRecovery, JournalFilesForFullRecovery, MqttMaximumConnections, NetworkConnectorConnectionCount, NetworkIn, NetworkOut, OpenTransactionCount, OpenwireMaximumConnections, StompMaximumConnections, StorePercentUsage, TempPercentUsage, TotalConsumerCount, TotalDequeueCount, TotalEnqueueCount, TotalMessageCount, TotalProducerCount, VolumeReadOps, VolumeWriteOps, WsMaximumConnections
AWS/AmazonMQ | ? | Broker+Queue; Broker+Topic | ConsumerCount, DequeueCount, DispatchCount, EnqueueCount, EnqueueTime, ExpiredCount, InFlightCount, MemoryUsage, ProducerCount, QueueSize, ReceiveCount
# https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-logging-monitoring.html
AWS/AmazonMQ | ? | Broker; Broker+Node | RabbitMQDiskFree, RabbitMQDiskFreeLimit, RabbitMQFdUsed, RabbitMQIOReadAverageTime, RabbitMQIOWriteAverageTime, RabbitMQMemLimit, RabbitMQMemUsed, SystemCpuUtilization
AWS/AmazonMQ | ? | Broker+Queue+VirtualHost | ConsumerCount, MessageCount, MessageReadyCount, MessageUnacknowledgedCount
# https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html
AWS/Cognito | ? | UserPool+UserPoolClient; IdentityProvider+UserPool+UserPoolClient | FederationSuccesses, FederationThrottles
AWS/Cognito | ? | UserPool+UserPoolClient | SignInSuccesses, SignInThrottles, SignUpSuccesses, SignUpThrottles, TokenRefreshSuccesses, TokenRefreshThrottles
# https://docs.aws.amazon.com/ebs/latest/userguide/using_cloudwatch_ebs.html
AWS/EBS | ? | VolumeId | VolumeStalledIOCheck
# https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html
# https://docs.aws.amazon.com/firehose/latest/dev/apache-iceberg-metric.html
AWS/Firehose | ? | DeliveryStreamName | ActivePartitionsLimit, BytesPerSecondLimit, DeliveryToAmazonOpenSearchServerless.Bytes, DeliveryToAmazonOpenSearchServerless.DataFreshness, DeliveryToAmazonOpenSearchServerless.Records, DeliveryToAmazonOpenSearchServerless.Success, DeliveryToAmazonOpenSearchService.Bytes, DeliveryToAmazonOpenSearchService.DataFreshness, DeliveryToAmazonOpenSearchService.Records, DeliveryToAmazonOpenSearchService.Success, DeliveryToElasticsearch.Bytes, DeliveryToElasticsearch.DataFreshness, DeliveryToElasticsearch.Records, DeliveryToElasticsearch.Success, DeliveryToHttpEndpoint.Bytes, DeliveryToHttpEndpoint.DataFreshness, DeliveryToHttpEndpoint.ProcessedBytes, DeliveryToHttpEndpoint.ProcessedRecords, DeliveryToHttpEndpoint.Records, DeliveryToHttpEndpoint.Success, DeliveryToIceberg.Bytes, DeliveryToIceberg.DataFreshness, DeliveryToIceberg.FailedRowCount, DeliveryToIceberg.IncomingRowCount, DeliveryToIceberg.Success, DeliveryToIceberg.SuccessfulRowCount, FailedConversion.Bytes, FailedConversion.Records, IncomingPutRequests, JQProcessing.Duration, KMSKeyAccessDenied, KMSKeyDisabled, KMSKeyInvalidState, KMSKeyNotFound, KinesisMillisBehindLatest, PartitionCount, PartitionCountExceeded, PutRequestsPerSecondLimit, RecordsPerSecondLimit, SucceedConversion.Bytes, SucceedConversion.Records, SucceedProcessing.Bytes, SucceedProcessing.Records, ThrottledRecords
# https://docs.aws.amazon.com/iot/latest/developerguide/metrics_dimensions.html
AWS/IoT | ? | RuleName | RuleMessageThrottled
AWS/IoT | ? | ActionType+RuleName | Failure, Success
AWS/IoT | ? | Protocol | Connect.AuthError, Connect.ClientError, Connect.ClientIDThrottle, Connect.ServerError, Connect.Success, Connect.Throttle, Ping.Success, PublishIn.AuthError, PublishIn.ClientError, PublishIn.ServerError, PublishIn.Success, PublishIn.Throttle, PublishOut.AuthError, PublishOut.ClientError, PublishOut.Success, PublishOut.Throttle, Subscribe.AuthError, Subscribe.ClientError, Subscribe.ServerError, Subscribe.Success, Subscribe.Throttle, Unsubscribe.ClientError, Unsubscribe.ServerError, Unsubscribe.Success, Unsubscribe.Throttle
# https://docs.aws.amazon.com/neptune/latest/userguide/cw-metrics.html
AWS/Neptune | ? | DBClusterIdentifier; DBInstanceIdentifier | MainRequestQueuePendingRequests
# https://docs.aws.amazon.com/transfer/latest/userguide/monitoring-cloudwatch.html
AWS/Transfer | ? | ServerId | FilesIn, FilesOut
# https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-cloudwatch-vpn.html
AWS/VPN | ? | TunnelIpAddress; TunnelIpAddress+VpnId | TunnelDataIn, TunnelDataOut, TunnelState
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html
CloudWatchSynthetics | ? | CanaryName+StepName | Duration, SuccessPercent
`;
