import { SECRET_TARGETS } from '../../contract';
import { type AwsActions, AwsFailure } from './aws-service';

/** Parameter Store and Secrets Manager. `secrets` maps a target (`ssm:/name`, `secretsmanager:name`) to its value. */
export function secretActions(secrets: ReadonlyMap<string, string>): AwsActions {
  const find = (prefix: string, name: unknown) => secrets.get(`${prefix}${name}`);
  return {
    'AmazonSSM.GetParameter': ({ Name }) => {
      const Value = find(SECRET_TARGETS.ssm, Name);
      if (Value === undefined)
        throw new AwsFailure('ParameterNotFound', `no parameter ${Name} in this realm`);
      return { Parameter: { Name, Value, Type: 'SecureString', Version: 1 } };
    },
    'secretsmanager.GetSecretValue': ({ SecretId }) => {
      const SecretString = find(SECRET_TARGETS.secretsManager, SecretId);
      if (SecretString === undefined) {
        throw new AwsFailure('ResourceNotFoundException', `no secret ${SecretId} in this realm`);
      }
      return { Name: SecretId, SecretString };
    },
  };
}
