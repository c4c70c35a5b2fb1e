import { alarm, getAtt, judged, queueAlarm, resource } from './strangers';

describe('what a template does not say', () => {
  test('is no finding, where no alarm depends on it', () => {
    expect(
      judged(
        {
          C: { Type: 'Custom::Thing', Properties: { ServiceToken: 'x' } },
          Q: resource('SQS::Queue', { QueueName: { 'Fn::Join': ['-', ['a', getAtt('C', 'Suffix')]] } }),
          A: queueAlarm(
            { QueueName: getAtt('Q', 'QueueName') },
            { AlarmActions: [{ 'Fn::ImportValue': 'ops' }] },
          ),
          F: resource('Lambda::Function', { FunctionName: { Ref: 'P' } }),
          R: resource('IAM::Role', {
            Policies: [{ PolicyDocument: { Resource: { 'Fn::ImportValue': 'b' } } }],
          }),
        },
        { Parameters: { P: { Type: 'String' } } },
      ),
    ).toEqual([]);
  });

  test('does not hide what is wrong beside it', () => {
    expect(
      judged(
        {
          'Fn::ForEach::Alarms': [
            'Q',
            ['a', 'b'],
            { 'Alarm${Q}': alarm('AWS/SQS', 'NumberOfMessageSent', { QueueName: { Ref: 'Q' } }) },
          ],
        },
        { Transform: 'AWS::LanguageExtensions' },
      ),
    ).toEqual(
      ['a', 'b'].map(
        (queue) =>
          `alarm-not-fed s/Alarm${queue}: nobody publishes AWS/SQS NumberOfMessageSent, did you mean 'NumberOfMessagesSent'`,
      ),
    );
  });

  test('is said where a macro puts it in', () => {
    const include = { Name: 'AWS::Include', Parameters: { Location: 's3://b/p.yaml' } };
    expect(judged({ A: resource('CloudWatch::Alarm', { 'Fn::Transform': include }) })).toEqual([
      'value-not-known s/A: its properties are put in by Fn::Transform when CloudFormation runs it; give the processed template',
    ]);
  });

  test('a resource of another branch is', () => {
    const F = { ...resource('Lambda::Function'), Condition: 'Prod' };
    const A = alarm('AWS/Lambda', 'Errors', { FunctionName: { Ref: 'F' } });
    expect(judged({ F, A }, { Conditions: { Prod: { 'Fn::Equals': ['a', 'b'] } } })).toEqual([
      "property-invalid s/A: Dimensions.0.Value: refers to 'F', whose condition does not hold",
    ]);
  });
});
