import { resolve } from 'node:path';
import { instanceTypeNotes } from '../realm/instance-type-notes';
import { linesBesideOtlp } from '../realm/lines-beside-otlp';
import { loadRealms } from '../realm/load-realms';

/** What a realm file leaves to what is not known of AWS, with what to do; no template tells it. */
export const realmNotes = (realm: string, realms: string, cwd: string): string[] =>
  loadRealms(resolve(cwd, realms), [realm]).flatMap((config) => [
    ...instanceTypeNotes(config),
    ...linesBesideOtlp(config),
  ]);
