import type { Template } from 'aws-cdk-lib/assertions';

export interface Statement {
  readonly logicalId: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Every statement of every policy in a template, of roles as of resources, with the resource that holds it. */
export function iamStatements(template: Template): Statement[] {
  const resources: Record<string, { Properties?: Record<string, unknown> }> = template.toJSON().Resources;
  return Object.entries(resources).flatMap(([logicalId, { Properties = {} }]) =>
    documentsOf(Properties).flatMap(({ Statement }) => Statement.map((one) => ({ logicalId, ...one }))),
  );
}

// --- internal ---

interface PolicyDocument {
  readonly Statement: readonly Omit<Statement, 'logicalId'>[];
}

function documentsOf({ PolicyDocument, KeyPolicy, Policies }: Record<string, unknown>): PolicyDocument[] {
  const inline = ((Policies as { PolicyDocument: PolicyDocument }[]) ?? []).map(
    (policy) => policy.PolicyDocument,
  );
  return [PolicyDocument, KeyPolicy, ...inline].filter((one) => one !== undefined) as PolicyDocument[];
}
