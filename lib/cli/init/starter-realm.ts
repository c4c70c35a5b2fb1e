import { join } from 'node:path';
import { cdkContext } from '../../realm/cdk-context';
import { readRealmFile } from '../../realm/realm-file';
import { RealmFileError } from '../../realm/realm-file-error';
import type { Io } from '../io';
import type { OptionValues } from '../verb';
import { starterAnswers } from './starter-answers';
import { cdkJson, realmFile, type Subject } from './starter-files';

export interface StarterRealm {
  readonly subject: Subject;
  /** Path and text of the files that a realm alone has. */
  readonly own: readonly (readonly [string, string])[];
}

/** The realm that options or answers ask for. @throws {RealmFileError} where it would be no realm file */
export async function starterRealm(values: OptionValues, io: Io): Promise<StarterRealm> {
  const answers = await starterAnswers(values, io);
  const path = join(String(values.realms), `${answers.realm}.yaml`);
  const text = realmFile(answers);
  const read = readRealmFile(path, text);
  if ('problems' in read) throw new RealmFileError(read.problems);
  return {
    subject: { realm: answers.realm },
    own: [
      [path, text],
      ['cdk.json', cdkJson(recommendedFlags())],
    ],
  };
}

// --- internal ---

/** Of the aws-cdk-lib that is installed, or else those that this package is synthesised with. */
function recommendedFlags(): Record<string, unknown> {
  try {
    return require('aws-cdk-lib/recommended-feature-flags.json');
  } catch {
    return { ...cdkContext() };
  }
}
