import 'tiltmeter/testing';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ReportsStack } from './reports-stack';

const template = Template.fromStack(new ReportsStack(new App(), 'reports'));

const place = { system: 'acme', realm: 'prod', for: '30m' };

test('the stack passes every check', () => {
  expect(template).toPassChecks();
});

test('somebody is paged when the workers fall silent', () => {
  const incident = {
    ...place,
    title: 'the report workers fall silent after ten minutes',
    signals: [{ heartbeat: 'reports', instances: 2, until: '10m' }],
    expect: [
      { quiet: true, from: '0m', until: '10m' },
      { by: '16m', notified: 'page' },
    ],
  };
  expect(template).toAlarm(incident, 'acme-prod-reports-heartbeat');
});

test('nobody is woken while they work', () => {
  const signals = [{ heartbeat: 'reports', instances: 2 }];
  expect(template).toStayQuiet({ ...place, title: 'a healthy half hour', signals, expect: [] });
});
