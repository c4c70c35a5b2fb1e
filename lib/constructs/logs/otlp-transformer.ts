import { Aspects, Stack } from 'aws-cdk-lib';
import { CfnMetricFilter, CfnTransformer, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/**
 * For a group that records come to by OTLP, where CloudWatch stores each with its resource around it: the fields of the
 * record, which is the body, are put where filters and queries look for them. Every metric filter of the group in this stack
 * reads what comes of that. What is no record of OTLP stays as it is; whether CloudWatch calls that an error of the
 * transformation is documented nowhere.
 */
export class OtlpTransformer extends Construct {
  constructor(scope: Construct, id: string, logGroup: ILogGroup) {
    super(scope, id);
    const stack = Stack.of(this);
    const transformer = new CfnTransformer(this, 'Resource', {
      logGroupIdentifier: logGroup.logGroupName,
      transformerConfig: [{ parseJson: { source: '@message' } }, { parseJson: { source: 'body' } }],
    });
    const resolved = (value: unknown): string => JSON.stringify(stack.resolve(value));
    Aspects.of(stack).add({
      visit(node) {
        if (!(node instanceof CfnMetricFilter)) return;
        if (resolved(node.logGroupName) !== resolved(logGroup.logGroupName)) return;
        node.applyOnTransformedLogs = true;
        // a filter may ask for it only where a transformer is
        node.node.addDependency(transformer);
      },
    });
  }
}
