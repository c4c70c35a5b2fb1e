import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import {
  CHECKS,
  type CheckFacts,
  type Finding,
  judgeBranches,
  readBranches,
  TemplateError,
  type TemplateSource,
} from '../rehearsal';

export interface TemplateChecksProps {
  /** Codes that are allowed to be found. @default none */
  readonly allow?: readonly string[];
  /** Whether warnings stop the synthesis too. @default false */
  readonly strict?: boolean;
  /** What is known besides the templates. @default nothing */
  readonly facts?: CheckFacts;
}

/**
 * The checks as a CDK validation plugin: `Validations.of(app).addPlugins(new TemplateChecks())`. They see all
 * stacks of the app together, so an alarm may publish to another stack's topic.
 */
export class TemplateChecks implements IPolicyValidationPlugin {
  readonly name = 'tiltmeter';
  readonly ruleIds = CHECKS.map(({ code }) => code);

  constructor(private readonly props: TemplateChecksProps = {}) {}

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { allow = [], strict = false, facts = {} } = this.props;
    // A nested stack is read with its parent, which gives it its parameters.
    const sources = templatesOf(context)
      .filter(({ templatePath }) => !templatePath.endsWith('.nested.template.json'))
      .map(({ templatePath, region, accountId }) => ({
        path: templatePath,
        ...known({ region, accountId }),
      }));
    try {
      const findings = judgeBranches(readBranches(sources), facts).filter(
        ({ code }) => !allow.includes(code),
      );
      const success = !findings.some(({ severity }) => severity === 'error' || strict);
      return { success, violations: findings.map((finding) => violation(finding, sources)) };
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return { success: false, violations: error.problems.map((problem) => unreadable(problem, sources)) };
    }
  }
}

// --- internal ---

const STANDING_FOR_NOTHING = /^unknown-/;

interface StackTemplate extends Pick<TemplateSource, 'region' | 'accountId'> {
  readonly templatePath: string;
}

/** aws-cdk-lib tells of each stack's environment only after 2.257, the oldest that is supported. */
function templatesOf(context: IPolicyValidationContext): readonly StackTemplate[] {
  const { stackTemplates } = context as { readonly stackTemplates?: readonly StackTemplate[] };
  return stackTemplates ?? context.templatePaths.map((templatePath) => ({ templatePath }));
}

/** CDK says `unknown-region` for what an environment-agnostic stack leaves open. */
function known(environment: Pick<TemplateSource, 'region' | 'accountId'>): Partial<TemplateSource> {
  return Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value && !STANDING_FOR_NOTHING.test(value)),
  );
}

function violation(
  { code, severity, resource, message, branch }: Finding,
  sources: readonly TemplateSource[],
): PolicyViolation {
  const check = CHECKS.find((one) => one.code === code)!;
  return {
    ruleName: code,
    severity,
    description: `${message}${branch === undefined ? '' : ` (when ${branch})`}; what must hold: ${check.rule}; otherwise ${check.consequence}`,
    violatingResources: [resourceAt(resource, sources)],
  };
}

function unreadable(
  { where, message }: TemplateError['problems'][number],
  sources: readonly TemplateSource[],
): PolicyViolation {
  return {
    ruleName: 'template-unreadable',
    severity: 'error',
    description: message,
    violatingResources: [resourceAt(where.replace(/\.Properties.*$/, ''), sources)],
  };
}

/** `stack/LogicalId` as CDK wants it. */
function resourceAt(resource: string, sources: readonly TemplateSource[]) {
  const slash = resource.lastIndexOf('/');
  const stackName = slash === -1 ? '' : resource.slice(0, slash);
  const source = sources.find(({ path }) => path?.endsWith(`/${stackName}.template.json`)) ?? sources[0];
  return {
    resourceLogicalId: resource.slice(slash + 1),
    templatePath: source?.path ?? '',
    locations: [resource],
  };
}
