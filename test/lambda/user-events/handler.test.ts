import { handler } from '../../../lambda/user-events/handler';
import { activation } from '../../user-events/event';

test('the handler writes each metric line to stdout, with nothing before or after it', async () => {
  const written: string[] = [];
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    const value = Buffer.from(activation()).toString('base64');
    await handler({ eventSource: 'aws:kafka', records: { 'events-0': [{ value }] } } as never);
  } finally {
    stdout.mockRestore();
  }
  expect(written.length).toBeGreaterThan(2);
  for (const line of written) {
    expect(line.endsWith('}\n')).toBe(true);
    expect(JSON.parse(line)).toHaveProperty('_aws.Timestamp');
  }
});
