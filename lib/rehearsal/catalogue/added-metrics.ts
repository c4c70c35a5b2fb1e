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
`;
