// What both libraries watch: ten queues and ten functions.
const { App, Stack } = require('aws-cdk-lib');
const { Code, Function: LambdaFunction, Runtime } = require('aws-cdk-lib/aws-lambda');
const { Topic } = require('aws-cdk-lib/aws-sns');

exports.COUNT = 10;

exports.start = () => {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'monitored');
  const topic = new Topic(stack, 'Topic');
  const functions = Array.from(
    { length: exports.COUNT },
    (_, n) =>
      new LambdaFunction(stack, `Function-${n}`, {
        code: Code.fromInline('exports.handler = () => {};'),
        handler: 'index.handler',
        runtime: Runtime.NODEJS_22_X,
      }),
  );
  return { app, stack, topic, functions };
};
