import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp, loadRealms, type RealmConfig, type RealmStack } from '../../lib/realm';

/** The realms of this repository. */
export const [dev, prod] = loadRealms(join(__dirname, '../../realms'), ['dev', 'prod']) as [
  RealmConfig,
  RealmConfig,
];

/** Realm dev with one worker, and without what takes the most resources: it is synthesised in half the time. */
export const small: RealmConfig = {
  ...dev,
  workers: dev.workers.slice(0, 1),
  jobs: [],
  objectives: [],
  dashboard: false,
  maintenance: [],
};

/** The template of a realm, synthesised once in a test file for each configuration. */
export function templateOf(config: RealmConfig): Template {
  const known = templates.get(config) ?? synthesised(config);
  templates.set(config, known);
  return known;
}

// --- internal ---

const templates = new WeakMap<RealmConfig, Template>();

function synthesised(config: RealmConfig): Template {
  const app = buildApp({ realms: [config] });
  return Template.fromStack(app.node.findChild(`${config.system}-${config.realm}-monitoring`) as RealmStack);
}
