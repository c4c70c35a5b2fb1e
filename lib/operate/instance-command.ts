import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandInvocation, ListCommandInvocationsCommandOutput, SSMClient } from '@aws-sdk/client-ssm';
import type { AwsCall } from './aws-call';
import type { CommandResult } from './realm-ports';

type Ssm = typeof import('@aws-sdk/client-ssm');

export interface InstanceCommand {
  readonly instances: readonly string[];
  /** For the shell, as root. */
  readonly command: string;
  readonly call: AwsCall;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** Runs a command on instances by Systems Manager, and waits until each has done it or will not do it. */
export async function runOnInstances(
  ssm: Ssm,
  client: SSMClient,
  { instances, command, call, signal }: InstanceCommand,
): Promise<readonly CommandResult[]> {
  const results: CommandResult[] = [];
  for (let first = 0; first < instances.length; first += MAX_INSTANCES) {
    const some = instances.slice(first, first + MAX_INSTANCES);
    const request = new ssm.SendCommandCommand({
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: some,
      Parameters: { commands: [command], executionTimeout: [String(TIMEOUT_SECONDS)] },
      TimeoutSeconds: TIMEOUT_SECONDS,
    });
    const what = `instances ${some.join(', ')}`;
    const { Command } = await call(what, (options) => client.send(request, options));
    const list = (NextToken?: string) =>
      call(what, (options) =>
        client.send(
          new ssm.ListCommandInvocationsCommand({ CommandId: Command?.CommandId, Details: true, NextToken }),
          options,
        ),
      );
    const ended = await endedOf(list, some.length, signal);
    results.push(...some.map((instance) => resultOf(instance, ended)));
  }
  return results;
}

// --- internal ---

/** As many as SendCommand takes by their ids. */
const MAX_INSTANCES = 50;
/** Until the command has begun, and again until it has ended; the least that SendCommand takes. */
const TIMEOUT_SECONDS = 30;
const POLL_MS = 1_000;
/** Systems Manager's own ends come first. */
const MAX_POLLS = 3 * TIMEOUT_SECONDS;
const UNDER_WAY: ReadonlySet<string> = new Set(['Pending', 'InProgress', 'Delayed', 'Cancelling']);

/** What has ended of a command once all of it has; an instance that it has not reached yet is not listed. */
async function endedOf(
  list: (token?: string) => Promise<ListCommandInvocationsCommandOutput>,
  count: number,
  signal: AbortSignal,
): Promise<readonly CommandInvocation[]> {
  let ended: CommandInvocation[] = [];
  for (let poll = 0; ended.length < count && poll < MAX_POLLS; poll += 1) {
    await sleep(POLL_MS, undefined, { signal });
    ended = [];
    let token: string | undefined;
    do {
      const { CommandInvocations = [], NextToken } = await list(token);
      ended.push(...CommandInvocations.filter(({ Status }) => !UNDER_WAY.has(Status ?? '')));
      token = NextToken;
    } while (token);
  }
  return ended;
}

function resultOf(instance: string, ended: readonly CommandInvocation[]): CommandResult {
  const invocation = ended.find(({ InstanceId }) => InstanceId === instance);
  if (!invocation) return { instance, failure: 'Systems Manager does not say what came of it' };
  const { Status, StatusDetails, CommandPlugins } = invocation;
  if (Status === 'Success') return { instance };
  return { instance, failure: CommandPlugins?.[0]?.Output?.trim() || `Systems Manager: ${StatusDetails}` };
}
