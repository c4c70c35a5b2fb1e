import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Tells policy checkers, as the packs of cdk-nag, why what they find on a construct or below it is as it should be.
 * A key is `pack::rule`, or `pack::rule[finding]` for one finding of several. It is written as metadata, since
 * Validations.acknowledge refuses findings that hold `::` in the older versions of aws-cdk-lib.
 */
export function acknowledge(scope: IConstruct, reasons: Readonly<Record<string, string>>): void {
  scope.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, reasons);
}

/** An ARN as cdk-nag writes it in a finding: what is known at deployment only becomes `<AWS::Region>`. */
export function arnInFinding(scope: IConstruct, arn: string): string {
  const resolved: string | { 'Fn::Join': [string, (string | Reference)[]] } = Stack.of(scope).resolve(arn);
  if (typeof resolved === 'string') return resolved;
  const [separator, parts] = resolved['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : `<${nameOf(part)}>`)).join(separator);
}

// --- internal ---

type Reference = { readonly Ref: string } | { readonly 'Fn::GetAtt': readonly [string, string] };

function nameOf(reference: Reference): string {
  return 'Ref' in reference ? reference.Ref : reference['Fn::GetAtt'].join('.');
}
