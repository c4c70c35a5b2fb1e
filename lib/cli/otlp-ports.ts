import { storedLine, storedPattern } from '../contract';
import { compileFilterPattern } from '../engine';
import type { RealmPorts } from '../operate';

/** Ports of a realm whose records are stored as they come by OTLP: they find and show lines as those of any other realm. */
export const otlpPorts = (ports: RealmPorts): RealmPorts => ({
  ...ports,
  async *findRecords(query) {
    const { match } = compileFilterPattern(query.pattern);
    const { pattern } = storedPattern(query.pattern);
    for await (const page of ports.findRecords({ ...query, pattern })) {
      yield page
        .map((record) => ({ ...record, message: storedLine(record.message) }))
        .filter(({ message }) => match(message));
    }
  },
});
