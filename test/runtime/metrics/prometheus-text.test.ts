import { createMetrics, prometheusText, servePrometheus } from '../../../lib/runtime';

test('every kind is written as Prometheus reads it', () => {
  const metrics = createMetrics();
  metrics.counter({ name: 'jobs.done', description: 'Jobs\nthat ended' }, { job: 'a"b\\c\nd' }).add(2);
  metrics.counter('jobs.done', { job: 'e' }).add();
  metrics.gauge({ name: 'MaxRss', unit: 'Bytes' }, {}).set(1e9);
  metrics.gauge('unset', {});
  const histogram = metrics.histogram({ name: 'run', unit: 'Seconds', buckets: [1, 10] }, { w: 'x' });
  for (const value of [0.5, 5, 50]) histogram.record(value);
  expect(prometheusText(metrics)).toBe(
    [
      '# HELP jobs_done_total Jobs\\nthat ended',
      '# TYPE jobs_done_total counter',
      'jobs_done_total{job="a\\"b\\\\c\\nd"} 2',
      'jobs_done_total{job="e"} 1',
      '# HELP MaxRss_bytes MaxRss',
      '# TYPE MaxRss_bytes gauge',
      'MaxRss_bytes 1000000000',
      '# HELP unset unset',
      '# TYPE unset gauge',
      '# HELP run_seconds run',
      '# TYPE run_seconds histogram',
      'run_seconds_bucket{w="x",le="1"} 1',
      'run_seconds_bucket{w="x",le="10"} 2',
      'run_seconds_bucket{w="x",le="+Inf"} 3',
      'run_seconds_sum{w="x"} 55.5',
      'run_seconds_count{w="x"} 3',
      '',
    ].join('\n'),
  );
});

test('a counter and a histogram of one name do not clash', () => {
  const metrics = createMetrics();
  metrics.counter('x_error', {}).add();
  metrics.histogram({ name: 'x_error', unit: 'Milliseconds' }, {}).record(1);
  const types = prometheusText(metrics).match(/^# TYPE .*$/gm);
  expect(types).toEqual(['# TYPE x_error_total counter', '# TYPE x_error_milliseconds histogram']);
});

test('labels that are no names are made some, each once', () => {
  const metrics = createMetrics();
  metrics
    .histogram(
      { name: '1st run', buckets: [1] },
      { '9': 'x', 'a-b': '1', 'a.b': '2', le: 'mine', __name__: 'z' },
    )
    .record(2);
  expect(prometheusText(metrics)).toContain(
    '_1st_run_bucket{_9="x",_name__="z",a_b="1",a_b_="2",le_="mine",le="1"} 0\n',
  );
});

test('a gauge and a histogram of one name are two families', () => {
  const metrics = createMetrics();
  metrics.gauge('depth', {}).set(1);
  metrics.histogram('depth', {}).record(1);
  metrics.gauge('depth', { queue: 'b' }).set(2);
  const text = prometheusText(metrics);
  expect(text.match(/^# TYPE .*$/gm)).toEqual(['# TYPE depth gauge', '# TYPE depth_histogram histogram']);
  expect(text).toContain('# TYPE depth gauge\ndepth 1\ndepth{queue="b"} 2\n');
  expect(prometheusText(metrics)).toBe(text);
});

test('the endpoint serves a snapshot on loopback', async () => {
  const metrics = createMetrics();
  metrics.counter('hits', {}).add(7);
  const server = await servePrometheus({ metrics });
  const { address, port } = server.address() as { address: string; port: number };
  const found = await fetch(`http://127.0.0.1:${port}/metrics`);
  const missing = await fetch(`http://127.0.0.1:${port}/other`);
  server.close();
  server.closeAllConnections();
  expect(address).toBe('127.0.0.1');
  expect(found.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await found.text()).toContain('hits_total 7');
  expect(missing.status).toBe(404);
});

test('metrics whose names come out the same are families of their own', () => {
  const metrics = createMetrics();
  metrics.counter('c', {}).add(1);
  metrics.counter('c_total', {}).add(2);
  metrics.gauge('a.b', {}).set(3);
  metrics.gauge('a_b', {}).set(4);
  metrics.histogram({ name: 'h', buckets: [1] }, {}).record(1);
  metrics.gauge('h_count', {}).set(5);
  const samples = prometheusText(metrics)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(samples).toEqual([
    'c_total 1',
    'c_total_counter_total 2',
    'a_b 3',
    'a_b_gauge 4',
    'h_bucket{le="1"} 1',
    'h_bucket{le="+Inf"} 1',
    'h_sum 1',
    'h_count 1',
    'h_count_gauge 5',
  ]);
});
