/**
 * A realm file whose worker is a command of the repository that `up --own` runs.
 * @param more lines at the top level
 */
export const ownRealm = (command: string, ...more: readonly string[]): string => `realm: own
${more.join('\n')}
aws: { account: '123456789012', region: eu-west-1 }
network: { vpc: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0] }
alerts:
  page: [{ email: oncall@example.com }]
workers:
  reports:
    heartbeat: { every: 60s, alarmAfter: 5m }
    fleet: { command: ${command}, instances: { min: 1, max: 2 } }
`;
