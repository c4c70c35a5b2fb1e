import type { LogGroup } from '../../engine/model';
import { withoutBlind } from './blind-composites';
import { Resource } from './resource';
import { type Findings, READERS } from './resources';
import { openStacks, type ReadOptions } from './stacks';
import { allOrProblems, TemplateError, type TemplateProblem } from './template-error';
import type { LambdaFunction, TemplateModel, TemplateResource } from './template-model';
import type { TemplateSource } from './template-source';

/**
 * Reads CloudFormation templates into one model: names, ARNs and values as a deployment would have them.
 * What only a deployment can know (generated names, ids) is a stable stand-in.
 *
 * @throws {TemplateError} with every problem at once, each with logical id and path
 */
export function readTemplates(sources: readonly TemplateSource[], options: ReadOptions = {}): TemplateModel {
  const { stacks, unsupported } = openStacks(sources, options);
  const found = new Map<string, unknown[]>([['unsupported', [...unsupported]]]);
  const resources: TemplateResource[] = [];
  const notModelled: Record<string, number> = {};

  const all = stacks.flatMap((stack) => stack.resources().map((raw) => new Resource(stack, raw)));
  allOrProblems(
    all.map((resource) => () => {
      const { id, logicalId, type, stack } = resource;
      const read = READERS[type];
      if (!read) {
        resources.push({ id, stackName: stack.stackName, logicalId, type });
        notModelled[type] = (notModelled[type] ?? 0) + 1;
        return;
      }
      resources.push({ id, stackName: stack.stackName, logicalId, type, name: resource.name });
      for (const [member, items] of Object.entries(read(resource))) {
        const list = found.get(member) ?? [];
        list.push(...(items as unknown[]));
        found.set(member, list);
      }
    }),
  );
  const members = Object.fromEntries(found) as Findings;
  refuseDuplicateAlarms(members);
  leaveOutBlind(members, resources);
  const [first] = stacks;
  return {
    region: first?.region ?? options.region ?? 'us-east-1',
    accountId: first?.accountId ?? options.accountId ?? '123456789012',
    partition: first?.partition ?? 'aws',
    resources,
    notModelled,
    ...join(members),
  };
}

// --- internal ---

const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';

/** Puts the pieces together that separate resources add to others. */
function join(found: Findings) {
  const keys = (found.keys ?? []).map((key) => ({
    ...key,
    aliases: (found.aliases ?? [])
      .filter(({ targetKeyId }) => targetKeyId === key.keyId || targetKeyId === key.keyArn)
      .map(({ aliasName }) => aliasName),
  }));
  const functions = (found.functions ?? []).map((one) => withInvokeConfig(one, found));
  const metricFilters = found.metricFilters ?? [];
  return {
    metricFilters,
    alarms: found.alarms ?? [],
    compositeAlarms: found.compositeAlarms ?? [],
    subscriptions: found.subscriptions ?? [],
    muteRules: found.muteRules ?? [],
    logGroups: withImplied(found.logGroups ?? [], [
      ...metricFilters.map(({ logGroupName }) => logGroupName),
      ...(found.subscriptionFilters ?? []).map(({ logGroupName }) => logGroupName),
      ...functions.map(({ logGroupName }) => logGroupName),
    ]),
    unsupported: found.unsupported ?? [],
    blindComposites: found.blindComposites ?? [],
    functions,
    permissions: found.permissions ?? [],
    eventSourceMappings: found.eventSourceMappings ?? [],
    queues: found.queues ?? [],
    topics: (found.topics ?? []).map((topic) => {
      const id = topic.kmsMasterKeyId;
      const key = keys.find((one) => id === one.keyId || id === one.keyArn || one.aliases.includes(id ?? ''));
      return key ? { ...topic, kmsKeyArn: key.keyArn } : topic;
    }),
    topicPolicies: found.topicPolicies ?? [],
    keys,
    rules: found.rules ?? [],
    schedules: found.schedules ?? [],
    subscriptionFilters: found.subscriptionFilters ?? [],
    ssmParameters: found.ssmParameters ?? [],
    dashboards: found.dashboards ?? [],
    roles: (found.roles ?? []).map((role) => ({
      ...role,
      statements: [
        ...role.statements,
        ...(found.attachedPolicies ?? [])
          .filter(({ roleNames }) => roleNames.includes(role.roleName))
          .flatMap(({ statements }) => statements),
      ],
    })),
  };
}

function withInvokeConfig(one: LambdaFunction, { invokeConfigs = [] }: Findings): LambdaFunction {
  const config = invokeConfigs.find(
    ({ functionName }) => functionName === one.functionName || functionName === one.functionArn,
  );
  if (!config) return one;
  const { maximumRetryAttempts = one.maximumRetryAttempts, onFailureDestinationArn } = config;
  return {
    ...one,
    maximumRetryAttempts,
    ...(onFailureDestinationArn === undefined ? {} : { onFailureDestinationArn }),
  };
}

/** Groups that another stack owns, or that Lambda makes by itself, exist as well. */
function withImplied(groups: readonly LogGroup[], names: readonly string[]): LogGroup[] {
  const known = new Set(groups.map(({ logGroupName }) => logGroupName));
  const implied = [...new Set(names)].filter((name) => !known.has(name));
  return [...groups, ...implied.map((logGroupName) => ({ logGroupName }))];
}

/** Two alarms of one name, account and Region would overwrite each other (PutMetricAlarm is an upsert by name). */
function refuseDuplicateAlarms({ alarms = [], compositeAlarms = [] }: Findings): void {
  const seen = new Set<string>();
  const problems: TemplateProblem[] = [];
  for (const { alarmName, alarmArn } of [...alarms, ...compositeAlarms]) {
    if (seen.has(alarmArn)) {
      const message =
        'two alarms have this name; the second would replace the first, rename one, or give the templates of one account and Region at a time';
      problems.push({ code: 'duplicate', where: alarmName, message });
    }
    seen.add(alarmArn);
  }
  if (problems.length > 0) throw new TemplateError(problems);
}

/** A composite of an alarm that is not modelled cannot be played either, which is said and not an error. */
function leaveOutBlind(found: Findings, resources: readonly TemplateResource[]): void {
  const { alarms = [], compositeAlarms = [], unsupported = [] } = found;
  const played = new Set([...alarms, ...compositeAlarms].map(({ alarmName }) => alarmName));
  const isUnsupported = new Set(unsupported.map(({ type, logicalId }) => `${type} ${logicalId}`));
  const unmodelled = resources.flatMap(({ type, logicalId, name }) =>
    name && !played.has(name) && isUnsupported.has(`${type} ${logicalId}`) ? [name] : [],
  );
  if (unmodelled.length === 0) return;
  const { sighted, blind } = withoutBlind(compositeAlarms, unmodelled);
  found.compositeAlarms = sighted;
  found.blindComposites = blind.map(({ alarm }) => alarm);
  found.unsupported = [
    ...unsupported,
    ...blind.flatMap(({ alarm, reads }) =>
      resources
        .filter(({ type, name }) => type === COMPOSITE && name === alarm.alarmName)
        .map(({ type, logicalId }) => ({
          logicalId,
          type,
          reason: `it reads '${reads}', which is not modelled`,
        })),
    ),
  ];
}
