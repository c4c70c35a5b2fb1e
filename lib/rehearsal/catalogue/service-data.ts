/**
 * The metrics of @aws-cdk/aws-service-spec 0.1.216 (Apache-2.0), in rows as `readRows` takes them.
 * Generated on 2026-11-28 by scripts/metric-catalogue.mjs; do not edit.
 */
export const SERVICE_DATA = `
AWS/AmazonMQ | ? | Broker | AckRate, ChannelCount, ConfirmRate, ConnectionCount, ConsumerCount, CpuUtilization, CurrentConnectionsCount, ExchangeCount, MessageCount, MessageReadyCount, MessageUnacknowledgedCount, NetworkIn, NetworkOut, PublishRate, QueueCount, TotalConsumerCount, TotalMessageCount, TotalProducerCount
AWS/ApiGateway | ? | ApiId | 4xx, 5xx, DataProcessed
AWS/ApiGateway | ? | ApiId+Stage; ApiName; ApiName+Method+Resource+Stage; ApiName+Stage | 4XXError, 5XXError, CacheHitCount, CacheMissCount
AWS/ApiGateway | ? | ApiId; ApiId+Stage+Route | ClientError, ConnectCount, ExecutionError, IntegrationError, MessageCount
AWS/ApiGateway | ? | ApiId; ApiId+Stage; ApiId+Stage+Route; ApiName; ApiName+Method+Resource+Stage; ApiName+Stage | IntegrationLatency
AWS/ApiGateway | ? | ApiId; ApiId+Stage; ApiName; ApiName+Method+Resource+Stage; ApiName+Stage | Count, Latency
AWS/AppStream | ? | Fleet | ActualCapacity, AvailableCapacity, CapacityUtilization, DesiredCapacity, InUseCapacity, InsufficientCapacityError, PendingCapacity, RunningCapacity
AWS/AppStream | ? | Fleet; FleetName+InstanceId | CpuUtilizationInstance, DiskReadOperations, DiskUtilizationInstance, DiskWriteOperations, MemoryUtilizationInstance, PagingFileUtilizationInstance
AWS/AppStream | ? | Fleet; FleetName+InstanceId+SessionId | Bandwidth, FramesPerSecond, InSessionLatency
AWS/AppStream | ? | FleetName+InstanceId+SessionId | CpuUtilizationSession, MemoryUtilizationSession
AWS/AppSync | ? | GraphQLAPIId | 4XXError, 5XXError, Latency
AWS/ApplicationELB | ? | AvailabilityZone+LoadBalancer | DroppedInvalidHeaderRequestCount, ForwardedInvalidHeaderRequestCount
AWS/ApplicationELB | ? | AvailabilityZone+LoadBalancer+TargetGroup; LoadBalancer+TargetGroup | HealthyHostCount, UnHealthyHostCount
AWS/ApplicationELB | ? | AvailabilityZone+LoadBalancer; AvailabilityZone+LoadBalancer+TargetGroup; LoadBalancer; LoadBalancer+TargetGroup | HTTPCode_Target_2XX_Count, HTTPCode_Target_3XX_Count, HTTPCode_Target_4XX_Count, HTTPCode_Target_5XX_Count, TargetConnectionErrorCount, TargetResponseTime, TargetTLSNegotiationErrorCount
AWS/ApplicationELB | ? | AvailabilityZone+LoadBalancer; LoadBalancer | ClientTLSNegotiationErrorCount, DesyncMitigationMode_NonCompliant_Request_Count, ELBAuthError, ELBAuthFailure, ELBAuthLatency, ELBAuthRefreshTokenSuccess, ELBAuthSuccess, ELBAuthUserClaimsSizeExceeded, HTTPCode_ELB_3XX_Count, HTTPCode_ELB_4XX_Count, HTTPCode_ELB_5XX_Count, HTTP_Fixed_Response_Count, HTTP_Redirect_Count, HTTP_Redirect_Url_Limit_Exceeded_Count, NonStickyRequestCount, RejectedConnectionCount
AWS/ApplicationELB | ? | LoadBalancer | ActiveConnectionCount, ConsumedLCUs, GrpcRequestCount, HTTPCode_ELB_500_Count, HTTPCode_ELB_502_Count, HTTPCode_ELB_503_Count, HTTPCode_ELB_504_Count, IPv6ProcessedBytes, IPv6RequestCount, LambdaTargetProcessedBytes, NewConnectionCount, ProcessedBytes, RuleEvaluations
AWS/ApplicationELB | ? | LoadBalancer+TargetGroup; TargetGroup | LambdaInternalError, LambdaUserError, RequestCountPerTarget
AWS/ApplicationELB | ? | LoadBalancer; LoadBalancer+TargetGroup | RequestCount
AWS/AutoScaling | ? | AutoScalingGroupName | GroupDesiredCapacity, GroupInServiceInstances, GroupMaxSize, GroupMinSize, GroupPendingInstances, GroupStandbyInstances, GroupTerminatingInstances, GroupTotalInstances
AWS/Bedrock/Agents | ? | Operation; Operation+AgentAliasArn+ModelId | InputTokenCount, InvocationClientErrors, InvocationCount, InvocationServerErrors, InvocationThrottles, ModelInvocationClientErrors, ModelInvocationCount, ModelInvocationServerErrors, ModelInvocationThrottles, ModelLatency, OutputTokenCount, TotalTime
AWS/Bedrock/Guardrails | ? | GuardrailArn+GuardrailVersion | InvocationLatency, Invocations, InvocationsIntervened, TextUnitCount
AWS/Bedrock/Guardrails | ? | Operation | InvocationClientErrors, InvocationServerErrors, InvocationThrottles
AWS/CloudFront | ? | DistributionId+Region | 4xxErrorRate, 5xxErrorRate, BytesDownloaded, BytesUploaded, Requests, TotalErrorRate
AWS/CloudHSM | ? | ClusterId+HsmId | HsmKeysSessionOccupied, HsmKeysTokenOccupied, HsmSessionCount, HsmTemperature, HsmUnhealthy, HsmUsersAvailable, HsmUsersMax, InterfaceEth2OctetsInput, InterfaceEth2OctetsOutput
AWS/CloudWatch/MetricStreams | ? | MetricStreamName | MetricUpdate, PublishErrorRate, TotalMetricUpdate
AWS/CodeBuild | ? | ProjectName | Builds, Duration, FailedBuilds, SucceededBuilds
AWS/CodePipeline | ? | - | FailedPipelineExecutions
AWS/Cognito | ? | Operation+UserPoolId | NoRisk, Risk
AWS/DAX | ? | - | BatchGetItemRequestCount, CPUUtilization, ErrorRequestCount, EstimatedDbSize, EvictedSize, FailedRequestCount, FaultRequestCount, GetItemRequestCount, ItemCacheHits, ItemCacheMisses, QueryCacheHits, QueryRequestCount, ScanCacheHits, TotalRequestCount
AWS/DMS | ? | ReplicationInstanceExternalResourceId | AvailableMemory, DiskQueueDepth, FreeMemory, FreeStorageSpace, FreeableMemory, NetworkReceiveThroughput, NetworkTransmitThroughput, ReadIOPS, ReadLatency, ReadThroughput, WriteIOPS, WriteLatency, WriteThroughput
AWS/DMS | ? | ReplicationInstanceExternalResourceId; ReplicationInstanceIdentifier+ReplicationTaskIdentifier | CPUUtilization, SwapUsage
AWS/DMS | ? | ReplicationInstanceIdentifier+ReplicationTaskIdentifier | CDCChangesDiskSource, CDCChangesDiskTarget, CDCChangesMemorySource, CDCChangesMemoryTarget, CDCIncomingChanges, CDCLatencySource, CDCLatencyTarget, CDCThroughputBandwidthSource, CDCThroughputBandwidthTarget, CDCThroughputRowsSource, CDCThroughputRowsTarget, CPUAllocated, FullLoadThroughputBandwidthSource, FullLoadThroughputBandwidthTarget, FullLoadThroughputRowsSource, FullLoadThroughputRowsTarget, MemoryAllocated, MemoryUsage
AWS/DataSync | ? | AgentId; TaskId | BytesTransferred, BytesWritten, FilesTransferred
AWS/DataSync | ? | TaskId | BytesPreparedDestination, BytesPreparedSource, BytesVerifiedDestination, BytesVerifiedSource, FilesPreparedDestination, FilesPreparedSource, FilesVerifiedDestination, FilesVerifiedSource
AWS/DocDB | ? | DBInstanceIdentifier | CPUUtilization, DatabaseConnections, EngineUptime, ReadThroughput, WriteThroughput
AWS/DynamoDB | ? | - | AccountMaxReads, AccountMaxTableLevelReads, AccountMaxTableLevelWrites, AccountMaxWrites, AccountProvisionedReadCapacityUtilization, AccountProvisionedWriteCapacityUtilization, MaxProvisionedTableReadCapacityUtilization, MaxProvisionedTableWriteCapacityUtilization, UserErrors
AWS/DynamoDB | ? | TableName | ConditionalCheckFailedRequests, TimeToLiveDeletedItemCount, TransactionConflict
AWS/DynamoDB | ? | TableName+DelegatedOperation | AgeOfOldestUnreplicatedRecord, ConsumedChangeDataCaptureUnits, ThrottledPutRecordCount
AWS/DynamoDB | ? | TableName+GlobalSecondaryIndexName | OnlineIndexConsumedWriteCapacity, OnlineIndexPercentageProgress, OnlineIndexThrottleEvents
AWS/DynamoDB | ? | TableName+Operation | ReturnedItemCount, SuccessfulRequestLatency, SystemErrors, ThrottledRequests
AWS/DynamoDB | ? | TableName+ReceivingRegion | PendingReplicationCount, ReplicationLatency
AWS/DynamoDB | ? | TableName+StreamLabel+Operation | ReturnedBytes, ReturnedRecordsCount
AWS/DynamoDB | ? | TableName; TableName+GlobalSecondaryIndexName | ConsumedReadCapacityUnits, ConsumedWriteCapacityUnits, ProvisionedReadCapacityUnits, ProvisionedWriteCapacityUnits, ReadThrottleEvents, WriteThrottleEvents
AWS/EBS | ? | VolumeId | BurstBalance, VolumeIdleTime, VolumeQueueLength, VolumeReadBytes, VolumeReadOps, VolumeTotalReadTime, VolumeTotalWriteTime, VolumeWriteBytes, VolumeWriteOps
AWS/EC2 | ? | -; AutoScalingGroupName; ImageId; InstanceId; InstanceType | CPUUtilization, DiskReadBytes, DiskReadOps, DiskWriteBytes, DiskWriteOps, NetworkIn, NetworkOut
AWS/EC2 | ? | -; AutoScalingGroupName; InstanceId | NetworkPacketsIn, NetworkPacketsOut
AWS/EC2 | ? | -; InstanceId | MetadataNoToken
AWS/EC2 | ? | InstanceId | CPUCreditBalance, CPUCreditUsage, CPUSurplusCreditBalance, CPUSurplusCreditsCharged, EBSByteBalance%, EBSIOBalance%, EBSReadBytes, EBSReadOps, EBSWriteBytes, EBSWriteOps, StatusCheckFailed, StatusCheckFailed_Instance, StatusCheckFailed_System
AWS/EC2CapacityReservations | ? | CapacityReservationId | AvailableInstanceCount, InstanceUtilization, TotalInstanceCount, UsedInstanceCount
AWS/ECS | ? | ClusterName | CPUReservation, GPUReservation, MemoryReservation
AWS/ECS | ? | ClusterName; ClusterName+ServiceName | CPUUtilization, MemoryUtilization
AWS/EFS | ? | FileSystemId | BurstCreditBalance, ClientConnections, DataReadIOBytes, DataWriteIOBytes, MetadataIOBytes, MeteredIOBytes, PercentIOLimit, PermittedThroughput, TotalIOBytes
AWS/EFS | ? | FileSystemId+StorageClass | StorageBytes
AWS/EKS | ? | ClusterName | apiserver_admission_webhook_request_total, apiserver_admission_webhook_request_total_ADMIT, apiserver_admission_webhook_request_total_VALIDATING, apiserver_current_inflight_requests_MUTATING, apiserver_current_inflight_requests_READONLY, apiserver_request_duration_seconds_DELETE_P99, apiserver_request_duration_seconds_GET_P99, apiserver_request_duration_seconds_LIST_P99, apiserver_request_duration_seconds_PATCH_P99, apiserver_request_duration_seconds_POST_P99, apiserver_request_duration_seconds_PUT_P99, apiserver_request_total, apiserver_request_total_429, apiserver_request_total_4XX, apiserver_request_total_5XX, scheduler_pending_pods, scheduler_pending_pods_ACTIVEQ, scheduler_pending_pods_UNSCHEDULABLE
AWS/ELB | ? | AvailabilityZone+LoadBalancerName; LoadBalancerName | BackendConnectionErrors, DesyncMitigationMode_NonCompliant_Request_Count, HTTPCode_Backend_2XX, HTTPCode_Backend_3XX, HTTPCode_Backend_4XX, HTTPCode_Backend_5XX, HTTPCode_ELB_4XX, HTTPCode_ELB_5XX, HealthyHostCount, Latency, RequestCount, SpilloverCount, SurgeQueueLength, UnHealthyHostCount
AWS/ElastiCache | ? | - | GlobalDatastoreReplicationLag
AWS/ElastiCache | ? | -; CacheClusterId; CacheClusterId+CacheNodeId | ActiveDefragHits, AuthenticationFailures, BytesReadIntoMemcached, BytesUsedForCache, BytesUsedForCacheItems, BytesUsedForHash, BytesWrittenOutFromMemcached, CPUCreditBalance, CPUCreditUsage, CPUUtilization, CacheHitRate, CacheHits, CacheMisses, CasBadval, CasHits, CasMisses, CmdConfigGet, CmdConfigSet, CmdFlush, CmdGet, CmdSet, CmdTouch, CommandAuthorizationFailures, CurrConfig, CurrConnections, CurrItems, DB0AverageTTL, DatabaseMemoryUsagePercentage, DecrHits, DecrMisses, DeleteHits, DeleteMisses, EngineCPUUtilization, EvalBasedCmds, EvalBasedCmdsLatency, EvictedUnfetched, Evictions, ExpiredUnfetched, FreeableMemory, GeoSpatialBasedCmds, GeoSpatialBasedCmdsLatency, GetHits, GetMisses, GetTypeCmds, GetTypeCmdsLatency, HashBasedCmds, HashBasedCmdsLatency, HyperLogLogBasedCmds, HyperLogLogBasedCmdsLatency, IncrHits, IncrMisses, IsMaster, KeyAuthorizationFailures, KeyBasedCmds, KeyBasedCmdsLatency, KeysTracked, ListBasedCmds, ListBasedCmdsLatency, MasterLinkHealthStatus, MemoryFragmentationRatio, NetworkBandwidthInAllowanceExceeded, NetworkBandwidthOutAllowanceExceeded, NetworkBytesIn, NetworkBytesOut, NetworkConntrackAllowanceExceeded, NetworkLinkLocalAllowanceExceeded, NetworkPacketsIn, NetworkPacketsOut, NetworkPacketsPerSecondAllowanceExceeded, NewConnections, NewItems, PubSubBasedCmds, PubSubBasedCmdsLatency, Reclaimed, ReplicationBytes, ReplicationLag, SaveInProgress, SetBasedCmds, SetBasedCmdsLatency, SetTypeCmds, SetTypeCmdsLatency, SlabsMoved, SortedSetBasedCmds, SortedSetBasedCmdsLatency, StreamBasedCmds, StreamBasedCmdsLatency, StringBasedCmds, StringBasedCmdsLatency, SwapUsage, TouchHits, TouchMisses, UnusedMemory
AWS/ElasticBeanstalk | ? | EnvironmentName | ApplicationRequests2xx, ApplicationRequests3xx, ApplicationRequests4xx, ApplicationRequests5xx, EnvironmentHealth
AWS/ElasticMapReduce | ? | JobFlowId | AppsCompleted, AppsFailed, AppsKilled, AppsPending, AppsRunning, AppsSubmitted, BackupFailed, CapacityRemainingGB, ContainerAllocated, ContainerPending, ContainerPendingRatio, ContainerReserved, CoreNodesPending, CoreNodesRunning, CorruptBlocks, HDFSBytesRead, HDFSBytesWritten, HDFSUtilization, HbaseBackupFailed, IsIdle, JobsFailed, JobsRunning, LiveDataNodes, LiveTaskTrackers, MRActiveNodes, MRDecommissionedNodes, MRLostNodes, MRRebootedNodes, MRTotalNodes, MRUnhealthyNodes, MapSlotsOpen, MemoryAllocatedMB, MemoryReservedMB, MemoryTotalMB, MissingBlocks, MostRecentBackupDuration, MultiMasterInstanceGroupNodesRequested, MultiMasterInstanceGroupNodesRunning, MultiMasterInstanceGroupNodesRunningPercentage, PendingDeletionBlocks, ReduceSlotsOpen, RemainingMapTasksPerSlot, S3BytesRead, S3BytesWritten, TaskNodesPending, TaskNodesRunning, TimeSinceLastSuccessfulBackup, TotalLoad, UnderReplicatedBlocks, YARNMemoryAvailablePercentage
AWS/Events | ? | RuleName | DeadLetterInvocations, FailedInvocations, Invocations, InvocationsFailedToBeSentToDlq, InvocationsSentToDlq, ThrottledRules, TriggeredRules
AWS/FSx | ? | FileSystemId | CPUUtilization, ClientConnections, DataReadBytes, DataReadOperations, DataWriteBytes, DataWriteOperations, DiskThroughputBalance, DiskThroughputUtilization, FileServerDiskIopsBalance, FileServerDiskIopsUtilization, FileServerDiskThroughputUtilization, FreeDataStorageCapacity, FreeStorageCapacity, MemoryUtilization, MetadataOperations, NetworkThroughputUtilization
AWS/Firehose | ? | DeliveryStreamName | BackupToS3.Bytes, BackupToS3.DataFreshness, BackupToS3.Records, BackupToS3.Success, DataReadFromKinesisStream.Bytes, DataReadFromKinesisStream.Records, DeliveryToElasticsearch.Bytes, DeliveryToElasticsearch.Records, DeliveryToElasticsearch.Success, DeliveryToRedshift.Bytes, DeliveryToRedshift.Records, DeliveryToRedshift.Success, DeliveryToS3.Bytes, DeliveryToS3.DataFreshness, DeliveryToS3.Records, DeliveryToS3.Success, DeliveryToSplunk.Bytes, DeliveryToSplunk.DataAckLatency, DeliveryToSplunk.DataFreshness, DeliveryToSplunk.Records, DeliveryToSplunk.Success, IncomingBytes, IncomingRecords, KinesisMillisBehindLatest
AWS/GameLift | ? | FleetId | ActiveInstances, DesiredInstances, IdleInstances, InstanceInterruptions, MaxInstances, MinInstances, PercentIdleInstances
AWS/GatewayELB | ? | LoadBalancer | ActiveFlowCount, ConsumedLCUs, HealthyHostCount, NewFlowCount, ProcessedBytes, UnHealthyHostCount
AWS/IoT | ? | RuleName | ParseError, RuleEvaluationThrottled, RuleNotFound, TopicMatch
AWS/KMS | ? | KeyId | SecondsUntilKeyMaterialExpiration
AWS/Kinesis | ? | StreamName | GetRecords.Bytes, GetRecords.IteratorAgeMilliseconds, GetRecords.Latency, GetRecords.Records, GetRecords.Success, IncomingBytes, IncomingRecords, PutRecord.Success, PutRecords.Bytes, PutRecords.Success, ReadProvisionedThroughputExceeded, WriteProvisionedThroughputExceeded
AWS/KinesisAnalytics | ? | Application | KPUs
AWS/KinesisVideo | ? | StreamName | GetMedia.MillisBehindNow, GetMedia.Success, ListFragments.Latency, PutMedia.FragmentIngestionLatency, PutMedia.FragmentPersistLatency, PutMedia.IncomingBytes, PutMedia.IncomingFrames, PutMedia.Success
AWS/Lambda | ? | - | UnreservedConcurrentExecutions
AWS/Lambda | ? | -; ExecutedVersion+FunctionName+Resource; FunctionName+Resource | ProvisionedConcurrencyUtilization
AWS/Lambda | ? | -; ExecutedVersion+FunctionName+Resource; FunctionName; FunctionName+Resource | ConcurrentExecutions, Duration, Errors, Invocations, PostRuntimeExtensionsDuration, ProvisionedConcurrencyInvocations, ProvisionedConcurrencySpilloverInvocations, ProvisionedConcurrentExecutions, Throttles
AWS/Lambda | ? | -; FunctionName; FunctionName+Resource | DeadLetterErrors, DestinationDeliveryFailures, IteratorAge
AWS/Lex | ? | BotAlias+BotName+Operation | MissedUtteranceCount, RuntimeInvalidLambdaResponses, RuntimeLambdaErrors, RuntimePollyErrors, RuntimeRequestCount, RuntimeSuccessfulRequestLatency, RuntimeSystemErrors, RuntimeThrottledEvents, RuntimeUserErrors
AWS/Logs | ? | LogGroupName | AnomalyCount, DeliveryErrors, DeliveryThrottling, EMFParsingErrors, EMFValidationErrors, ForwardedLogEvents, IncomingBytes, IncomingLogEvents, LogEventsWithFindings, TransformationErrors, TransformedBytes, TransformedLogEvents
AWS/MediaConvert | ? | Queue | 8KOutputDuration, AudioOutputDuration, HDOutputDuration, JobsCompletedCount, JobsErroredCount, SDOutputDuration, StandbyTime, TranscodingTime, UHDOutputDuration
AWS/MediaLive | ? | ChannelId+Pipeline | ActiveAlerts, FecColumnPacketsReceived, FecRowPacketsReceived, FillMsec, InputLossSeconds, InputTimecodesPresent, InputVideoFrameRate, NetworkIn, NetworkOut, PipelinesLocked, PrimaryInputActive, RtpPacketsLost, RtpPacketsReceived, RtpPacketsRecoveredViaFec
AWS/MediaPackage | ? | Channel | EgressBytes, EgressRequestCount, EgressResponseTime
AWS/MediaStore | ? | ContainerName+RequestType | 4xxErrorCount, 5xxErrorCount, BytesDownloaded, BytesUploaded, RequestCount, TotalTime, TurnaroundTime
AWS/MemoryDB | ? | ClusterName | ActiveDefragHits, AuthenticationFailures, BytesUsedForMemoryDB, CPUUtilization, CommandAuthorizationFailures, CurrConnections, CurrItems, DatabaseMemoryUsagePercentage, EngineCPUUtilization, Evictions, FreeableMemory, IsPrimary, KeyAuthorizationFailures, KeysTracked, KeyspaceHits, KeyspaceMisses, MaxReplicationThroughput, MemoryFragmentationRatio, NetworkBandwidthInAllowanceExceeded, NetworkBandwidthOutAllowanceExceeded, NetworkBytesIn, NetworkBytesOut, NetworkConntrackAllowanceExceeded, NetworkPacketsIn, NetworkPacketsOut, NetworkPacketsPerSecondAllowanceExceeded, NewConnections, PrimaryLinkHealthStatus, Reclaimed, ReplicationBytes, ReplicationDelayedWriteCommands, ReplicationLag, SwapUsage
AWS/NATGateway | ? | NatGatewayId | ActiveConnectionCount, BytesInFromDestination, BytesInFromSource, BytesOutToDestination, BytesOutToSource, ConnectionAttemptCount, ConnectionEstablishedCount, ErrorPortAllocation, IdleTimeoutCount, PacketsDropCount, PacketsInFromDestination, PacketsInFromSource, PacketsOutToDestination, PacketsOutToSource, PeakBytesPerSecond, PeakPacketsPerSecond
AWS/Neptune | ? | DBClusterIdentifier | CPUUtilization, FreeLocalStorage, FreeableMemory, GremlinErrors, GremlinRequests, GremlinRequestsPerSec, LoaderRequests, NetworkReceiveThroughput, SparqlErrors, SparqlRequestsPerSec, VolumeBytesUsed, VolumeReadIOPs, VolumeWriteIOPs
AWS/NetworkELB | ? | AvailabilityZone+LoadBalancer+TargetGroup; LoadBalancer+TargetGroup | HealthyHostCount, UnHealthyHostCount
AWS/NetworkELB | ? | AvailabilityZone+LoadBalancer; LoadBalancer | ActiveFlowCount, ActiveFlowCount_TCP, ActiveFlowCount_TLS, ActiveFlowCount_UDP, NewFlowCount, NewFlowCount_TCP, NewFlowCount_TLS, NewFlowCount_UDP, PeakPacketsPerSecond, PortAllocationErrorCount, ProcessedBytes, ProcessedBytes_TCP, ProcessedBytes_TLS, ProcessedBytes_UDP, ProcessedPackets, TCP_Client_Reset_Count, TCP_ELB_Reset_Count, TCP_Target_Reset_Count
AWS/NetworkELB | ? | LoadBalancer | ClientTLSNegotiationErrorCount, ConsumedLCUs, ConsumedLCUs_TCP, ConsumedLCUs_TLS, ConsumedLCUs_UDP, TargetTLSNegotiationErrorCount
AWS/OpsWorks | ? | InstanceId; LayerId; StackId | cpu_idle, cpu_nice, cpu_steal, cpu_system, cpu_user, cpu_waitio, load_1, load_15, load_5, memory_buffers, memory_cached, memory_free, memory_swap, memory_total, memory_used, procs
AWS/Outposts | ? | OutpostId+InstanceType | AvailableInstanceType_Count, CapacityExceptions, UsedInstanceType_Count
AWS/QLDB | ? | LedgerName | CommandLatency, IndexedStorage, IsImpaired, JournalStorage, OccConflictExceptions, ReadIOs, Session4xxExceptions, Session5xxExceptions, SessionRateExceededExceptions, WriteIOs
AWS/QuickSight | ? | - | SPICECapacityConsumedInMB, SPICECapacityLimitInMB
AWS/QuickSight | ? | -; DashboardId | DashboardViewCount, DashboardViewLoadTime
AWS/QuickSight | ? | -; DashboardId; DashboardId+SheetId+VisualId | VisualLoadErrorCount, VisualLoadTime
AWS/QuickSight | ? | -; DatasetId | IngestionErrorCount, IngestionInvocationCount, IngestionLatency, IngestionRowCount
AWS/RDS | ? | DBClusterIdentifier; DBInstanceIdentifier | CPUUtilization, DatabaseConnections, FreeStorageSpace, FreeableMemory, ReadIOPS, ReadLatency, ReadThroughput, WriteIOPS, WriteLatency, WriteThroughput
AWS/RDS | ? | DBInstanceIdentifier | ServerlessDatabaseCapacity
AWS/Redshift | ? | ClusterIdentifier | CommitQueueLength, ConcurrencyScalingActiveClusters, ConcurrencyScalingSeconds, DatabaseConnections, HealthStatus, MaintenanceMode, MaxConfiguredConcurrencyScalingClusters, NetworkReceiveThroughput, NetworkTransmitThroughput, NumExceededSchemaQuotas, PercentageDiskSpaceUsed, ReadIOPS, ReadThroughput, RedshiftManagedStorageTotalCapacity, TotalTableCount, WriteIOPS, WriteThroughput
AWS/Redshift | ? | ClusterIdentifier+NodeID | NetworkReceiveThroughput, NetworkTransmitThroughput, ReadIOPS, ReadThroughput, WriteIOPS, WriteThroughput
AWS/Redshift | ? | ClusterIdentifier+QueryPriority; ClusterIdentifier+QueueName; ClusterIdentifier+wlmid | WLMQueueWaitTime
AWS/Redshift | ? | ClusterIdentifier+QueueName; ClusterIdentifier+wlmid | WLMRunningQueries
AWS/Redshift | ? | ClusterIdentifier+QueueName; ClusterIdentifier+wlmid; ClusterIdentifier+wlmid+NodeID | WLMQueriesCompletedPerSecond, WLMQueryDuration
AWS/Redshift | ? | ClusterIdentifier+latency; ClusterIdentifier+latency+NodeID | QueriesCompletedPerSecond, QueryDuration
AWS/Redshift | ? | ClusterIdentifier+stage; ClusterIdentifier+stage+NodeID | QueryRuntimeBreakdown
AWS/Redshift | ? | ClusterIdentifier; ClusterIdentifier+NodeID | CPUUtilization, ReadLatency, WriteLatency
AWS/Redshift | ? | ClusterIdentifier; ClusterIdentifier+QueueName; ClusterIdentifier+service class | WLMQueueLength
AWS/Route53 | ? | HealthCheckId | ChildHealthCheckHealthyCount, ConnectionTime, HealthCheckPercentageHealthy, HealthCheckStatus, SSLHandshakeTime, TimeToFirstByte
AWS/Route53Resolver | ? | EndpointId | InboundQueryVolume, OutboundQueryAggregateVolume, OutboundQueryVolume
AWS/S3 | ? | BucketName+StorageType | BucketSizeBytes, NumberOfObjects
AWS/SES | ? | - | Reputation.BounceRate, Reputation.ComplaintRate
AWS/SES | ? | -; ses:configuration-set | Bounce, Click, Complaint, Delivery, Open, Reject, RenderingFailure, Send
AWS/SES | ? | ses:configuration-set | Reputation.BounceRate, Reputation.ComplaintRate
AWS/SNS | ? | - | SMSMonthToDateSpentUSD
AWS/SNS | ? | Country+SMSType | SMSSuccessRate
AWS/SNS | ? | PhoneNumber | PhoneNumberDirect
AWS/SNS | ? | TopicName | NumberOfMessagesPublished, NumberOfNotificationsDelivered, NumberOfNotificationsFailed, PublishSize
AWS/SQS | ? | QueueName | ApproximateAgeOfOldestMessage, ApproximateNumberOfMessagesDelayed, ApproximateNumberOfMessagesNotVisible, ApproximateNumberOfMessagesVisible, NumberOfEmptyReceives, NumberOfMessagesDeleted, NumberOfMessagesReceived, NumberOfMessagesSent, SentMessageSize
AWS/SageMaker | ? | EndpointName+VariantName | Invocation4XXErrors, Invocation5XXErrors, Invocations, InvocationsPerInstance, ModelLatency, OverheadLatency
AWS/ServiceCatalog | ? | ProductId | ProvisionedProductLaunch
AWS/States | ? | ActivityArn | ActivitiesFailed, ActivitiesHeartbeatTimedOut, ActivitiesScheduled, ActivitiesStarted, ActivitiesSucceeded, ActivitiesTimedOut, ActivityRunTime, ActivityScheduleTime, ActivityTime
AWS/States | ? | StateMachineArn | ExecutionThrottled, ExecutionTime, ExecutionsAborted, ExecutionsFailed, ExecutionsStarted, ExecutionsSucceeded, ExecutionsTimedOut
AWS/Timestream | ? | Operation+DatabaseName+TableName | SuccessfulRequestLatency
AWS/Transfer | ? | ServerId | BytesIn, BytesOut
AWS/TransitGateway | ? | TransitGateway | BytesIn, BytesOut, PacketDropCountBlackhole, PacketDropCountNoRoute, PacketsIn, PacketsOut
AWS/VPN | ? | VpnId | TunnelDataIn, TunnelDataOut, TunnelState
AWS/WorkSpaces | ? | BundleId; ComputeType; DirectoryId; Protocol; RunningMode; WorkspaceId | Available, CPUUsage, ConnectionAttempt, ConnectionFailure, ConnectionSuccess, InSessionLatency, Maintenance, MemoryUsage, Restoring, RootVolumeDiskUsage, SessionDisconnect, SessionLaunchTime, Stopped, UDPPacketLossRate, Unhealthy, UpTime, UserConnected, UserVolumeDiskUsage
AWS/WorkSpaces | ? | CertificateId | TrustedDeviceCertificateDaysBeforeExpiration
AWS/WorkSpaces | ? | DirectoryId | TrustedDeviceValidationAttempt, TrustedDeviceValidationFailure, TrustedDeviceValidationSuccess
CloudWatchSynthetics | ? | CanaryName | 2xx, 4xx, 5xx, Duration, Failed, Failed requests, SuccessPercent
`;
