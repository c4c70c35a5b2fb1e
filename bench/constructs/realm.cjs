// A realm with ten workers, and apps of the same resources without constructs, in one warm process, in turns.
// usage: node realm.cjs ROUNDS DIRECTORY   prints { app: [milliseconds of every round] } as JSON
const { copyFileSync, mkdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { App, CfnResource, DefaultStackSynthesizer, Stack } = require('aws-cdk-lib');
const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');
const { buildApp, loadRealms } = require('../../dist/lib/realm');

const [rounds, home] = [Number(process.argv[2]), process.argv[3]];
const [dev] = loadRealms(join(__dirname, '../../realms'), ['dev']);
const more = Array.from({ length: 9 }, (_, n) => ({ ...dev.workers[0], name: `worker-${n}` }));
const realm = { ...dev, workers: [dev.workers[0], ...more] };
const templateFile = join(home, 'realm.json');

function bareStack(outdir) {
  const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false });
  // What the rule about the bootstrap version adds is in the template already.
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  return { app, stack: new Stack(app, 'bare', { synthesizer }) };
}

const APPS = {
  realm(outdir) {
    buildApp({ realms: [realm], outdir }).synth();
  },
  typed(outdir) {
    const { app, stack } = bareStack(outdir);
    new CfnInclude(stack, 'All', { templateFile });
    app.synth();
  },
  literal(outdir) {
    const { app, stack } = bareStack(outdir);
    const { Resources } = JSON.parse(readFileSync(templateFile, 'utf8'));
    for (const [id, { Type, Properties }] of Object.entries(Resources)) {
      new CfnResource(stack, id, { type: Type, properties: Properties });
    }
    app.synth();
  },
};

mkdirSync(join(home, 'first'));
APPS.realm(join(home, 'first'));
copyFileSync(join(home, 'first', 'lava-dev-monitoring.template.json'), templateFile);

const times = Object.fromEntries(Object.keys(APPS).map((name) => [name, []]));
// The first round warms up.
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, build] of Object.entries(APPS)) {
    const outdir = join(home, `${name}-${round}`);
    const started = performance.now();
    build(outdir);
    if (round > 0) times[name].push(performance.now() - started);
  }
}
console.log(JSON.stringify(times));
