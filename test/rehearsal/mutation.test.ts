import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp, loadRealms } from '../../lib/realm';
import {
  coverage,
  type Incident,
  readIncident,
  readTemplates,
  rehearse,
  runChecks,
  type TemplateModel,
  templateSources,
} from '../../lib/rehearsal';
import { type Mutant, mutants } from './mutants';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-mutation-'));
afterAll(() => rmSync(folder, { recursive: true }));

const incidents = readdirSync(join(root, 'incidents')).map((name) =>
  readIncident(join(root, 'incidents', name)),
);
const model = synthesise();

test.each(incidents.map((incident) => [incident.title, incident] as const))('%s', (_, incident) => {
  const { verdicts } = rehearse(model, incident);
  expect(verdicts.filter(({ passed }) => !passed).map(({ expected, got }) => ({ expected, got }))).toEqual(
    [],
  );
});

test('the incidents move every alarm and every metric filter', () => {
  const { alarms, metricFilters, percent } = coverage(
    model,
    incidents.map((incident) => rehearse(model, incident)),
  );
  expect([...alarms.still, ...metricFilters.still]).toEqual([]);
  expect(percent).toBe(100);
});

test('the checks find nothing', () => {
  expect(runChecks(model)).toEqual([]);
});

test('at least 95 % of broken alarms are caught by the incidents and the checks', () => {
  const all = mutants(model);
  const survivors = all.filter((mutant) => !isCaught(mutant));
  // Every alarm is broken in several ways; a list that has become short would prove nothing.
  expect(all.length).toBeGreaterThan(3 * (model.alarms.length + model.compositeAlarms.length));
  const share = 1 - survivors.length / all.length;
  expect({
    share: Math.min(share, 0.95),
    survivors: share < 0.95 ? survivors.map(({ name }) => name) : [],
  }).toEqual({
    share: 0.95,
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
  const names = ({ expectations }: Incident) =>
    expectations.some((expectation) => 'alarm' in expectation && expectation.alarm === alarmName);
  const inOrder = [...incidents.filter(names), ...incidents.filter((incident) => !names(incident))];
  return runChecks(mutant).length > 0 || inOrder.some((incident) => !passes(mutant, incident));
}

function passes(mutant: TemplateModel, incident: Incident): boolean {
  try {
    return rehearse(mutant, incident).passed;
  } catch {
    return false;
  }
}
