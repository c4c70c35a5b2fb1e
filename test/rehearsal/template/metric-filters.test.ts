import { readTemplates } from '../../../lib/rehearsal';

/** The model of a template with one metric filter, the changes in its properties and its transformation. */
function read(properties: object = {}, transformation: object = {}) {
  const template = {
    Resources: {
      F: {
        Type: 'AWS::Logs::MetricFilter',
        Properties: {
          FilterName: 'errors',
          LogGroupName: '/var/log/lava/dev',
          FilterPattern: '{ $.level = "ERROR" }',
          MetricTransformations: [
            { MetricNamespace: 'Lava', MetricName: 'Errors', MetricValue: '1', ...transformation },
          ],
          ...properties,
        },
      },
    },
  };
  return readTemplates([{ template, stackName: 'dev' }]);
}

const dimension = (Value: string) => ({ Dimensions: [{ Key: 'Of', Value }] });

it('keeps the value, the default, the unit and the dimensions of a metric filter', () => {
  const { metricFilters, unsupported } = read({}, { ...dimension('$.worker'), Unit: 'Count' });
  expect(metricFilters).toEqual([
    {
      filterName: 'errors',
      logGroupName: '/var/log/lava/dev',
      filterPattern: '{ $.level = "ERROR" }',
      metricNamespace: 'Lava',
      metricName: 'Errors',
      metricValue: '1',
      unit: 'Count',
      dimensions: { Of: '$.worker' },
    },
  ]);
  expect(unsupported).toEqual([]);
  expect(read({}, { DefaultValue: 0 }).metricFilters).toMatchObject([{ defaultValue: 0 }]);
});

it.each([
  ['ApplyOnTransformedLogs', { ApplyOnTransformedLogs: true }, {}],
  ['FieldSelectionCriteria', { FieldSelectionCriteria: '@aws.region = "us-east-1"' }, {}],
  ['EmitSystemFieldDimensions', { EmitSystemFieldDimensions: ['@aws.account'] }, {}],
  ['dimension @aws.region', {}, dimension('@aws.region')],
  [
    'ApplyOnTransformedLogs and dimension @aws.account',
    { ApplyOnTransformedLogs: true },
    dimension('@aws.account'),
  ],
])('reports by logical id what is not modelled: %s', (what, properties, transformation) => {
  const { metricFilters, unsupported } = read(properties, transformation);
  expect(metricFilters).toEqual([]);
  expect(unsupported).toEqual([
    {
      logicalId: 'F',
      type: 'AWS::Logs::MetricFilter',
      reason: `${what} of a metric filter is not modelled`,
    },
  ]);
});

it('models a filter that says it does not look at transformed records', () => {
  expect(read({ ApplyOnTransformedLogs: false }).metricFilters).toHaveLength(1);
});
