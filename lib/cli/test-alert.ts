import { setTimeout as sleep } from 'node:timers/promises';
import { awsTopicPorts, sendTestAlert, type TestAlertResult } from '../operate';
import { printable } from '../operate/printable';
import type { RealmConfig } from '../realm/realm-config';
import { EXISTING_TOPIC } from '../realm/subscribed-channels';
import { closest, meantDuration, parseDuration } from '../text';
import { deployedRealm } from './deployed-realm';
import { jsonText } from './json-documents';
import { UsageError } from './usage-error';
import { EXIT, type OptionValues, type VerbRun } from './verb';

/** Sends a test alert through a severity's topic and prints who was told; somebody who was not is a finding. */
export const run: VerbRun = async (values, [name, ...more], io) => {
  if (more.length > 0) throw new UsageError('test-alert: give one severity');
  const { config, ports } = deployedRealm(values, io);
  const severity = chosenSeverity(config, name);
  const waitMs = wait(values.wait) * 1000;
  const topics = awsTopicPorts({ region: config.aws?.region, signal: io.signal });
  const channels = config.alerts[severity]!;
  const existing = channels.find(({ kind }) => kind === EXISTING_TOPIC);
  const request = {
    realm: config.realm,
    system: config.system,
    severity,
    ...(existing && { topicArn: existing.target }),
    channels: channels.filter((channel) => channel !== existing),
    now: Date.now(),
  };
  let deadline: number | undefined;
  const results = await sendTestAlert({ ...ports, ...topics }, request, {
    async pause() {
      deadline ??= Date.now() + waitMs;
      await sleep(POLL_MS, undefined, { signal: io.signal }).catch(() => undefined);
      return !io.signal.aborted && Date.now() < deadline;
    },
  });
  if (values.json) io.out(jsonText('test-alert', { realm: config.realm, severity, channels: results }));
  else for (const result of results) io.out(printable(line(result)));
  if (results.length === 0) io.err('tiltmeter: nobody hears of this topic');
  const isTold = ({ outcome }: TestAlertResult) => outcome === 'told' || outcome === 'sent';
  return results.length > 0 && results.every(isTold) ? EXIT.ok : EXIT.findings;
};

// --- internal ---

/** FilterLogEvents allows few calls a second for an account. */
const POLL_MS = 2_000;

const DEFAULT_SEVERITY = 'page';

function chosenSeverity({ realm, alerts }: RealmConfig, name: string | undefined): string {
  const severities = Object.keys(alerts);
  const asked = name ?? (severities.length === 1 ? severities[0]! : DEFAULT_SEVERITY);
  if (Object.hasOwn(alerts, asked)) return asked;
  const near = closest(asked, severities);
  throw new UsageError(
    `test-alert: got '${asked}'${near ? `, did you mean '${near}'` : ''}; realm ${realm} has ${severities.join(', ') || 'no alerts'}`,
  );
}

function wait(value: OptionValues[string]): number {
  const seconds = parseDuration(String(value));
  if (seconds) return seconds;
  throw new UsageError(
    `test-alert: --wait: got '${value}'${meantDuration(value)}, allowed: a duration, such as 30s or 2m`,
  );
}

const WORDS: Readonly<Record<TestAlertResult['outcome'], string>> = {
  told: 'told',
  sent: 'sent',
  failed: 'NOT told',
  silent: 'nothing heard of the dispatcher; --wait waits longer',
};

const line = ({ channel, target, outcome, detail }: TestAlertResult): string =>
  `${target === undefined ? channel : `${channel} ${target}`}: ${WORDS[outcome]}${detail === undefined ? '' : `: ${detail}`}`;
