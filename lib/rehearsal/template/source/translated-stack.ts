import type { Unsupported } from '../template-model';

/** A resource of a document that is no template, in CloudFormation's shape. */
export interface TranslatedResource {
  /** What the document itself calls it: the alarm's name, an ARN, a Terraform address. */
  readonly logicalId: string;
  readonly type: string;
  /** Undefined members are left out; what is not said is an `Unsaid`. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What of a document, or of several, is in one account and Region, as if it were a stack. */
export interface TranslatedStack {
  readonly stackName: string;
  readonly region?: string;
  readonly accountId?: string;
  readonly resources: readonly TranslatedResource[];
  readonly unsupported: readonly Unsupported[];
}

/** The template that the resources make; two of one logical id are one, of all properties that either has. */
export function templateOf({ resources }: TranslatedStack): Record<string, unknown> {
  const Resources = new Map<string, { Type: string; Properties: Record<string, unknown> }>();
  for (const { logicalId, type, properties } of resources) {
    const known = Resources.get(logicalId);
    Resources.set(logicalId, { Type: type, Properties: { ...known?.Properties, ...said(properties) } });
  }
  return { Resources: Object.fromEntries(Resources) };
}

// --- internal ---

function said(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => (value ?? undefined) !== undefined),
  );
}
