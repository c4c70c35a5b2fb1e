import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp, loadRealms } from '../../lib/realm';
import {
  coverage,
  type Incident,
  type Rehearsal,
  readIncident,
  readTemplates,
  rehearse,
  runChecks,
  type TemplateModel,
  templateSources,
} from '../../lib/rehearsal';
import { type Mutant, mutants } from './mutants';
import { narrow } from './narrow';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-mutation-'));
afterAll(() => rmSync(folder, { recursive: true }));

const incidents = readdirSync(join(root, 'incidents')).map((name) =>
  readIncident(join(root, 'incidents', name)),
);
const model = synthesise();

/** Each incident is played once against the whole realm, in one reading: that it holds in all is what `rehearse --strict` is for. */
const played = new Map<Incident, Rehearsal>();
const play = (incident: Incident): Rehearsal => {
  const rehearsal = played.get(incident) ?? rehearse(model, incident, { readings: 'default' });
  played.set(incident, rehearsal);
  return rehearsal;
};

test.each(incidents.map((incident) => [incident.title, incident] as const))('%s', (_, incident) => {
  const failures = play(incident).verdicts.filter(({ outcome }) => outcome === 'fails');
  expect(failures.map(({ expected, got }) => ({ expected, got }))).toEqual([]);
});

test('the incidents move every alarm and every metric filter', () => {
  const { alarms, metricFilters, percent } = coverage(model, incidents.map(play));
  expect([...alarms.still, ...metricFilters.still]).toEqual([]);
  expect(percent).toBe(100);
});

test('the checks find nothing', () => {
  expect(runChecks(model)).toEqual([]);
});

test('an alarm that is not broken passes with what it depends on alone', () => {
  const names = [...model.alarms, ...model.compositeAlarms].map(({ alarmName }) => alarmName);
  const failing = names.filter((alarmName) => {
    const { model: part, incidentFor } = narrow(model, alarmName);
    return incidents
      .filter(naming(alarmName))
      .some((incident) => !rehearse(part, incidentFor(incident), { readings: 'default' }).passed);
  });
  expect(failing).toEqual([]);
});

test('at least 95 % of broken alarms are caught by the incidents and the checks', () => {
  const all = mutants(model);
  const survivors = all.filter((mutant) => !isCaught(mutant)).map(({ name }) => name);
  const percent = (100 * (all.length - survivors.length)) / all.length;
  const caught = `${all.length - survivors.length} of ${all.length} broken alarms are caught (${percent.toFixed(1)} %)`;
  process.stderr.write(`${caught}${survivors.length > 0 ? `; not: ${survivors.join('; ')}` : ''}\n`);
  // Every alarm is broken in several ways; a list that has become short would prove nothing.
  expect(all.length).toBeGreaterThan(3 * (model.alarms.length + model.compositeAlarms.length));
  expect({ percent: Math.min(percent, 95), survivors: percent < 95 ? survivors : [] }).toEqual({
    percent: 95,
    survivors: [],
  });
}, 120_000);

// --- internal ---

function synthesise(): TemplateModel {
  const realms = loadRealms(join(root, 'realms'), ['dev']);
  buildApp({ realms, outdir: folder }).synth();
  return readTemplates(templateSources(folder));
}

/** The incidents that name the alarm come first: they are the likeliest to notice. */
function isCaught({ model: mutant, alarmName }: Mutant): boolean {
  if (runChecks(mutant).length > 0) return true;
  const names = naming(alarmName);
  const inOrder = [...incidents.filter(names), ...incidents.filter((incident) => !names(incident))];
  const { model: part, incidentFor } = narrow(mutant, alarmName);
  return inOrder.some((incident) => !passes(part, incidentFor(incident)));
}

const naming =
  (alarmName: string) =>
  ({ expectations }: Incident): boolean =>
    expectations.some((expectation) => 'alarm' in expectation && expectation.alarm === alarmName);

function passes(mutant: TemplateModel, incident: Incident): boolean {
  try {
    return rehearse(mutant, incident, { readings: 'default' }).passed;
  } catch {
    return false;
  }
}
