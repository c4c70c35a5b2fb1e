import { CONTAINER, FOREIGN_LINES, WORKER_CONTAINER } from './lines';
import { runPipeline } from './run-pipeline';
import { FORMATS, LEVEL_OF, type RecordName, writtenRecords } from './written-records';

const { container_id, ...labels } = CONTAINER;

describe.each(FORMATS)('%s', (format) => {
  const container = format === 'text' ? WORKER_CONTAINER : CONTAINER;
  test('every record gets its level and its worker as labels, whatever its fields and its message say', async () => {
    const records = Object.entries(await writtenRecords(format)) as [RecordName, string][];
    const given = records.map(([name, line]) => [name, runPipeline(line, container).labels]);
    const wanted = records.map(([name]) => [
      name,
      {
        ...labels,
        container_name: container.container_name,
        level: LEVEL_OF[name],
        service: 'lava-dev-core',
      },
    ]);
    expect(given).toEqual(wanted);
  });
});

test.each(FOREIGN_LINES)('%s', (_name, line, wanted) => {
  expect(runPipeline(line, CONTAINER)).toEqual({
    labels: { ...labels, ...wanted },
    metadata: { container_id },
  });
});

test('the only labels are those of a container, the level and the service', () => {
  const names = new Set(
    FOREIGN_LINES.flatMap(([, line]) => Object.keys(runPipeline(line, CONTAINER).labels)),
  );
  expect([...names].sort()).toEqual(['container_name', 'job', 'level', 'logstream', 'service']);
});
