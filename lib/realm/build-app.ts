import { App } from 'aws-cdk-lib';
import { type CdkContext, cdkContext } from './cdk-context';
import type { RealmConfig } from './realm-config';
import { RealmStack } from './realm-stack';
import { checkUniqueNames } from './unique-names';

export interface RealmAppProps {
  /** One stack each. */
  readonly realms: readonly RealmConfig[];

  /**
   * Where the cloud assembly goes.
   * @default - where the CDK CLI wants it, else a temporary directory
   */
  readonly outdir?: string;

  /**
   * More context; it goes before that of cdk.json.
   * @default - none
   */
  readonly context?: CdkContext;

  /**
   * Whether aws-cdk-lib's CloudFormation validator runs. It takes seconds, for a template that a checked realm
   * file varies little, so it runs in CI and wherever it is asked for.
   * @default - when the environment has CDK_VALIDATION=true
   */
  readonly validate?: boolean;
}

/** The CDK app of some realms: the same for the CDK CLI, the local realm and tests. Not synthesised yet. */
export function buildApp({ realms, ...props }: RealmAppProps): App {
  const app = createApp(props);
  const stacks = realms.map((realm) => new RealmStack(app, realm));
  // A system's name may hold what parts names: acme-batch's realm dev and acme's realm batch may meet.
  for (const place of new Set(stacks.map(({ environment }) => environment)))
    checkUniqueNames(...stacks.filter(({ environment }) => environment === place));
  return app;
}

/** An app without stacks yet, with the context of the command line and of cdk.json. */
export function createApp({ outdir, context, validate }: Omit<RealmAppProps, 'realms'> = {}): App {
  return new App({
    outdir,
    context: { ...cdkContext(), ...context },
    analyticsReporting: false,
    builtinCloudFormationValidation: validate ?? process.env.CDK_VALIDATION === 'true',
  });
}
