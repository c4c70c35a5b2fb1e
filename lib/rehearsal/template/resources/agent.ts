import { isRecord } from '../is-record';
import { attempt } from '../template-error';
import type { AgentConfiguration } from '../template-model';
import type { Resource } from './resource';

/**
 * What starts machines: AWS::EC2::Instance, AWS::EC2::LaunchTemplate, AWS::AutoScaling::LaunchConfiguration,
 * AWS::AutoScaling::AutoScalingGroup. They may carry the configuration of the CloudWatch agent in their user data or in
 * their AWS::CloudFormation::Init.
 */
export function readAgentOfMachines({ properties, metadata, logicalId, stack, id }: Resource): {
  agentConfigurations: AgentConfiguration[];
} {
  const init = metadata['AWS::CloudFormation::Init'];
  const given = [
    attempt([], () => properties.plainText('UserData')),
    attempt([], () => properties.object('LaunchTemplateData')?.plainText('UserData')),
    init === undefined ? undefined : attempt([], () => stack.resolve(init, `${id}.Metadata`)),
  ];
  return { agentConfigurations: given.flatMap((one) => agentConfigurationsIn(one, logicalId)) };
}

/** The configurations of the CloudWatch agent in a value, as JSON or as texts that have JSON in them. */
export function agentConfigurationsIn(value: unknown, logicalId: string): AgentConfiguration[] {
  return sectionsIn(value, 0).map((one) => ({ logicalId, ...one }));
}

// --- internal ---

/** What tells a configuration from any other JSON. */
const COLLECTED = 'metrics_collected';
const MAX_DEPTH = 20;

type Section = Omit<AgentConfiguration, 'logicalId'>;

function sectionsIn(value: unknown, depth: number): Section[] {
  if (typeof value === 'string') return value.includes(COLLECTED) ? sectionsInText(value, depth) : [];
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return [];
  if (isRecord(value) && isRecord(value.metrics) && isRecord(value.metrics[COLLECTED])) {
    const { agent, metrics } = value;
    return [{ metrics, omitsHostname: isRecord(agent) && agent.omit_hostname === true }];
  }
  return Object.values(value).flatMap((one) => sectionsIn(one, depth + 1));
}

/** Every JSON object of a script that is one; a shell escapes the dollar signs of a heredoc. */
function sectionsInText(text: string, depth: number): Section[] {
  const plain = text.replaceAll('\\$', '$');
  const found: Section[] = [];
  for (let start = plain.indexOf('{'); start >= 0; start = plain.indexOf('{', start + 1)) {
    const end = endOfObject(plain, start);
    const json = end === undefined ? undefined : parsed(plain.slice(start, end));
    if (json === undefined) continue;
    found.push(...sectionsIn(json, depth + 1));
    start = end! - 1;
  }
  return found;
}

/** Where the object that starts here is over, past its last brace; braces in texts do not count. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfText(text, at);
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return undefined;
}

function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
