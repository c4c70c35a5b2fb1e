import type { LogGroup } from '../../engine/model';
import { lookUp } from '../../text/look-up';
import { hasUnknown } from './intrinsics/unknown';
import { leaveOutBlind } from './leave-out-blind';
import { type OpenStacks, openStacks, openTemplates, type ReadOptions } from './open-stacks';
import { type Findings, READERS } from './resources';
import { allowanceOf } from './resources/allowance';
import { unreadable } from './resources/left-out';
import { Resource } from './resources/resource';
import { includedProperties, strangeProperties } from './resources/strange-properties';
import { settleTransformed } from './settle-transformed';
import type { TemplateSource } from './source/template-source';
import { openParameters } from './stack/condition-variables';
import { nameProperties } from './stack/identity/identity';
import { DEFAULT_OWNER, NAME_SCOPES } from './stack/identity/name-scopes';
import type { Stack } from './stack/stack';
import { attempt, type TemplateProblem } from './template-error';
import type { LambdaFunction, LeftOut, TemplateModel, TemplateResource } from './template-model';

/**
 * Reads CloudFormation templates into one model: names, ARNs and values as a deployment would have them.
 * What only a deployment can know (generated names, ids) is a stable stand-in; what nothing can know is an
 * {@link Unknown}. A resource that is wrong, or that needs a number which is not known, is left out and said in
 * `unsupported`; all others are read. Conditions come out as the given parameters, else the defaults, have them.
 *
 * @throws {TemplateError} when a source is no template, or a given parameter is none of theirs
 */
export function readTemplates(sources: readonly TemplateSource[], options: ReadOptions = {}): TemplateModel {
  return readStacks(openStacks(openTemplates(sources, options), options), options);
}

/** The model of stacks that were opened. */
export function readStacks(
  { stacks, unsupported, unknowns }: OpenStacks,
  options: ReadOptions,
): TemplateModel {
  const found = new Map<string, unknown[]>([['unsupported', [...unsupported]]]);
  const resources: TemplateResource[] = [];
  const notModelled = new Map<string, number>();
  const alarms = new Map<string, Resource>();
  for (const resource of stacks.flatMap(resourcesOf)) {
    const { id, logicalId, type, stack } = resource;
    const read = lookUp(READERS, type);
    const problems: TemplateProblem[] = [];
    const name = read && attempt(problems, () => resource.name);
    const allowed = allowanceOf(resource.metadata);
    resources.push({
      id,
      stackName: stack.stackName,
      logicalId,
      type,
      ...(name === undefined ? {} : { name }),
      ...given(resource),
      ...(allowed ? { allowed } : {}),
    });
    if (!read) {
      notModelled.set(type, (notModelled.get(type) ?? 0) + 1);
      continue;
    }
    const included = isMonitoring(type) ? includedProperties(resource) : undefined;
    if (included) {
      add({ unsupported: [included] });
      continue;
    }
    const members =
      name === undefined
        ? {}
        : (repeatedName(resource, alarms) ?? attempt(problems, () => read(resource)) ?? {});
    if (isMonitoring(type)) {
      add({ unsupported: [...unreadable(resource, problems), ...strangeProperties(resource)] });
    }
    add(members);
  }
  const members = Object.fromEntries(found) as Findings;
  settleTransformed(members);
  leaveOutBlind(members, resources);
  const [first] = stacks;
  return {
    region: first?.region ?? options.region ?? 'us-east-1',
    accountId: first?.accountId ?? options.accountId ?? '123456789012',
    partition: first?.partition ?? 'aws',
    resources: resources.map((resource) => withReferences(resource, stacks)),
    notModelled: Object.fromEntries(notModelled),
    unknowns: [...unknowns.values()].map(({ facts }) => facts),
    leftOut: stacks.flatMap((stack) => leftOutOf(stack, stacks)),
    branch: branchOf(stacks),
    ...join(members),
  };

  function add(members: Findings): void {
    for (const [member, items] of Object.entries(members)) {
      const list = found.get(member) ?? [];
      list.push(...(items as unknown[]));
      found.set(member, list);
    }
  }
}

/** Alarms, filters and deliveries. What none of them reads cannot be wrong here: CloudFormation judges it. */
export function isMonitoring(type: string): boolean {
  return /^AWS::(CloudWatch|Logs|SNS)::/.test(type);
}

// --- internal ---

function leftOutOf(stack: Stack, stacks: readonly Stack[]): LeftOut[] {
  const isNested = stacks.some(({ stackName, sections }) =>
    Object.keys(sections.Resources).some((logicalId) => `${stackName}-${logicalId}` === stack.stackName),
  );
  return stack.leftOut().map((one) => ({
    id: `${stack.stackName}/${one.logicalId}`,
    ...one,
    parameters: isNested ? [] : openParameters(stack, one.condition),
  }));
}

const resourcesOf = (stack: Stack): Resource[] => stack.resources().map((raw) => new Resource(stack, raw));

/** Two alarms of one name, account and Region would overwrite each other: PutMetricAlarm is an upsert by name. */
function repeatedName(resource: Resource, alarms: Map<string, Resource>): Findings | undefined {
  const { logicalId, type, name } = resource;
  if (!type.startsWith('AWS::CloudWatch::') || !type.endsWith('Alarm')) return undefined;
  const { accountId, region } = resource.stack;
  const key = `${accountId} ${region} ${name}`;
  const first = alarms.get(key);
  if (!first) {
    alarms.set(key, resource);
    return undefined;
  }
  const other = first.stack === resource.stack ? first.logicalId : first.id;
  const reason = `two alarms have the name '${name}', this one and ${other}; the second would replace the first, rename one`;
  return { unsupported: [{ logicalId, type, reason, cause: 'taken' }] };
}

/** What is not known is no name: nobody can say that it is taken. */
function given(resource: Resource): Pick<TemplateResource, 'given'> {
  const { type, properties } = resource;
  const texts = nameProperties(type).map((property) =>
    attempt([], () => (properties.has(property) ? properties.text(property) : undefined)),
  );
  const name = texts.find((text) => text !== undefined);
  if (name === undefined || hasUnknown(name)) return {};
  const place = placeOf(resource);
  return { given: { name, ...(place === undefined ? {} : { place }) } };
}

/** Within what the name is one resource's; undefined where it is a label, or where nobody can say. */
function placeOf({ type, properties, stack }: Resource): string | undefined {
  const scope = lookUp(NAME_SCOPES, type);
  if (!scope) return undefined;
  const place = `${stack.accountId}/${stack.region}`;
  const { within } = scope;
  if (within === undefined) return place;
  const owner = properties.has(within) ? attempt([], () => properties.text(within)) : DEFAULT_OWNER;
  return owner === undefined ? undefined : `${place}/${owner}`;
}

function withReferences(resource: TemplateResource, stacks: readonly Stack[]): TemplateResource {
  const stack = stacks.find(({ stackName }) => stackName === resource.stackName);
  const references = stack?.referencesTo(resource.logicalId) ?? [];
  const usedBy = stack?.referrers.get(resource.logicalId)?.map(({ type }) => type) ?? [];
  return {
    ...resource,
    ...(references.length === 0 ? {} : { references }),
    ...(usedBy.length === 0 ? {} : { usedBy: [...new Set(usedBy)] }),
  };
}

function branchOf(stacks: readonly Stack[]): TemplateModel['branch'] {
  const named = (stack: Stack, name: string) => (stacks.length > 1 ? `${stack.stackName}/${name}` : name);
  const conditions = stacks.flatMap((stack) =>
    stack.conditions().map(({ name, holds }) => [named(stack, name), holds] as const),
  );
  const undecided = stacks.flatMap((stack) => stack.undecidedConditions().map((name) => named(stack, name)));
  return { conditions: Object.fromEntries(conditions), undecided };
}

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
    incompleteAlarms: found.incompleteAlarms ?? [],
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
    agentConfigurations: found.agentConfigurations ?? [],
    objectives: found.objectives ?? [],
    dashboards: found.dashboards ?? [],
    instances: found.instances ?? [],
    scalingPolicies: found.scalingPolicies ?? [],
    alarmReaders: found.alarmReaders ?? [],
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
