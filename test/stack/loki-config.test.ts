import { lokiServiceFiles } from '../../lib/stack';
import { filesOf, LEVELS, yamlOf } from './fixture';

/** Keys of the original that Loki 3 refuses, and those that the next release removes. */
const GONE = [
  'shared_store',
  'max_transfer_retries',
  'max_look_back_period',
  'boltdb',
  'table_manager',
  'allow_deletes',
];

describe.each(LEVELS)('%s', (level) => {
  const config = yamlOf('loki.yml', { level });
  const compose = yamlOf('docker-compose.yml', { level });

  test('the schema is tsdb v13, which structured metadata needs', () => {
    expect(config.schema_config.configs).toEqual([
      expect.objectContaining({ store: 'tsdb', schema: 'v13', object_store: 'filesystem' }),
    ]);
  });

  test('no key is left that Loki 3 or 4 refuses', () => {
    for (const key of GONE) expect(filesOf({ level }).get('loki.yml')).not.toContain(key);
  });

  test('the port is the one that is published and that the collectors push to', () => {
    const port = { root: 3100, cluster: 3102 }[level];
    const name = { root: 'loki', cluster: 'tiltmeter_cluster_loki' }[level];
    expect(config.server.http_listen_port).toBe(port);
    const push = `http://${name}:${port}/loki/api/v1/push`;
    expect(filesOf({ level }).get('config.alloy')).toContain(`url = "${push}"`);
    expect(yamlOf('promtail.yml', { level }).clients).toEqual([{ url: push }]);
  });

  test('the ruler finds its rules, under the only tenant, and an Alertmanager that exists', () => {
    const name = { root: 'alertmanager', cluster: 'tiltmeter_cluster_alertmanager' }[level];
    expect(config.ruler.alertmanager_url).toBe(`http://${name}:9093`);
    expect(Object.keys(compose.services)).toContain(name);
    const { directory } = config.ruler.storage.local;
    const loki = { root: 'loki', cluster: 'tiltmeter_cluster_loki' }[level];
    expect(compose.services[loki].volumes).toContain(`./rules/loki.yml:${directory}/fake/rules.yml:ro`);
  });

  test('retention names the store of delete requests, without which Loki does not start', () => {
    expect(config.compactor).toMatchObject({ retention_enabled: true, delete_request_store: 'filesystem' });
  });
});

test('a Loki on AWS keeps everything in S3 and flushes when it stops', () => {
  const [file] = lokiServiceFiles();
  expect(file!.text).toContain(`bucketnames: \${LOKI_BUCKET}`);
  expect(file!.text).toContain('object_store: s3');
  expect(file!.text).toContain('flush_on_shutdown: true');
  expect(file!.text).toContain('delete_request_store: s3');
  expect(file!.text).not.toContain('ruler:');
});
