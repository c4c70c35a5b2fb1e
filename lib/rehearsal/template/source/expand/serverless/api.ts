import { type Piece, resource, type Serverless } from './piece';

/** AWS::Serverless::Api: a REST API, its deployment and its stage. */
export function serverlessApi(of: Serverless): Piece {
  const { id, properties, textOf } = of;
  const { Name = { Ref: 'AWS::StackName' }, StageName = 'Prod' } = properties;
  const stageId = `${id}${wordOf(textOf(StageName))}Stage`;
  const deploymentId = `${id}Deployment`;
  return {
    resources: {
      [id]: resource(of, 'AWS::ApiGateway::RestApi', { Name }),
      [deploymentId]: resource(of, 'AWS::ApiGateway::Deployment', { RestApiId: { Ref: id } }),
      [stageId]: resource(of, 'AWS::ApiGateway::Stage', { RestApiId: { Ref: id }, StageName }),
    },
    references: { [`${id}.Stage`]: stageId, [`${id}.Deployment`]: deploymentId },
  };
}

/** AWS::Serverless::HttpApi: an HTTP API and its stage. */
export function serverlessHttpApi(of: Serverless): Piece {
  const { id, properties, textOf } = of;
  const { Name = { Ref: 'AWS::StackName' }, StageName } = properties;
  const stageId =
    StageName === undefined ? `${id}ApiGatewayDefaultStage` : `${id}${wordOf(textOf(StageName))}Stage`;
  return {
    resources: {
      [id]: resource(of, 'AWS::ApiGatewayV2::Api', { Name, ProtocolType: 'HTTP' }),
      [stageId]: resource(of, 'AWS::ApiGatewayV2::Stage', {
        ApiId: { Ref: id },
        StageName: StageName ?? '$default',
      }),
    },
    references: { [`${id}.Stage`]: stageId },
  };
}

// --- internal ---

/** Characters that a logical id may have. */
const wordOf = (text: string | undefined): string => (text ?? '').replace(/[^A-Za-z0-9]/g, '');
