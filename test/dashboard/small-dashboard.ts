/** The body of a dashboard with a widget of every kind, over the queue and the alarms of the small template. */
export function smallDashboard(): string {
  const depth = ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', 'jobs'];
  const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;
  const graph = (title: string, more: object) => ({
    type: 'metric',
    properties: { title, metrics: [[...depth, { label: 'jobs' }]], period: 60, stat: 'Maximum', ...more },
  });
  const both = {
    metrics: [
      [{ expression: 'depth / 2', label: 'half' }],
      [...depth, { id: 'depth', label: 'all', yAxis: 'right' }],
      ['Shop', 'Orders', { label: 'nothing' }],
    ],
  };
  const widgets = [
    {
      type: 'text',
      width: 24,
      height: 2,
      properties: { markdown: '# Jobs\n<b>bold</b> [runbook](https://example.com/)' },
    },
    { type: 'alarm', properties: { title: 'Alarms', alarms: ['depth', 'errors', 'both'].map(arn) } },
    { type: 'metric', properties: { annotations: { alarms: [arn('depth')] } } },
    graph('Lines', {
      ...both,
      yAxis: { left: { min: 0, label: 'messages' } },
      annotations: {
        horizontal: [{ value: 100, label: 'much', fill: 'above' }],
        vertical: [{ value: '2026-01-01T00:05:00Z', label: 'release' }],
      },
    }),
    graph('Stacked', { ...both, stacked: true, legend: { position: 'right' } }),
    graph('Numbers', { ...both, view: 'singleValue', sparkline: true }),
    graph('Gauge', { view: 'gauge', yAxis: { left: { min: 0, max: 1000 } } }),
    graph('Bars', { ...both, view: 'bar', setPeriodToTimeRange: true }),
    graph('Pie', { ...both, view: 'pie', setPeriodToTimeRange: true }),
    graph('Table', { ...both, view: 'table' }),
    graph('Elsewhere', { region: 'eu-north-1' }),
    graph('Nothing', { metrics: [['Shop', 'Returns']], region: 'us-east-1' }),
    { type: 'log', properties: { title: 'Records', query: 'fields @message' } },
  ];
  return JSON.stringify({ widgets });
}

/** As a resource of a template. */
export const dashboardResource = (body = smallDashboard(), name = 'jobs') => ({
  Type: 'AWS::CloudWatch::Dashboard',
  Properties: { DashboardName: name, DashboardBody: body },
});
