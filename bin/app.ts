import { ConstructError } from '../lib/constructs';
import { createApp, loadRealms, RealmFileError, RealmStack } from '../lib/realm';

/**
 * The CDK app: `-c realm=dev` makes one stack, `-c realm=dev,prod` two, without it every realm has one.
 * Realm files are read from `realms` in the current directory, or from `-c realms=DIRECTORY`.
 */
function main(): void {
  const app = createApp();
  const directory = String(app.node.tryGetContext('realms') ?? 'realms');
  const names = app.node.tryGetContext('realm') as string | undefined;
  const wanted =
    names === undefined
      ? undefined
      : String(names)
          .split(',')
          .map((name) => name.trim());
  for (const realm of loadRealms(directory, wanted)) new RealmStack(app, realm);
  app.synth();
}

try {
  main();
} catch (error) {
  if (!(error instanceof RealmFileError || error instanceof ConstructError)) throw error;
  for (const line of error.message.split('\n')) process.stderr.write(`tiltmeter: ${line}\n`);
  process.exitCode = 2;
}
