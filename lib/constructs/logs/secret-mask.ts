import { CustomDataIdentifier, DataIdentifier, DataProtectionPolicy } from 'aws-cdk-lib/aws-logs';

/**
 * What looks like a secret in a record, beside the keys that CloudWatch Logs knows by itself. The regular expressions
 * have what it takes: no quotes, colons or parentheses, so `\W` stands for them (user guide, custom data identifiers).
 */
export const SECRET_TEXTS = {
  Password: '[Pp][Aa][Ss][Ss][Ww][Oo]?[Rr]?[Dd][^a-zA-Z0-9 ,]{1,3} ?[^ ,;]{4,}',
  ApiKey: '[Aa][Pp][Ii][-_ ]?[Kk][Ee][Yy][^a-zA-Z0-9 ,]{1,3} ?[^ ,;]{8,}',
  AccessToken: '[a-z_-]*[Tt][Oo][Kk][Ee][Nn][^a-zA-Z0-9 ,]{1,3} ?\\W?[A-Za-z0-9_=./+-]{16,}',
  BearerToken: '[Bb]earer [A-Za-z0-9_=./+-]{16,}',
  UrlPassword: '[a-z]+\\W//[^/@ ]+\\W[^/@ ]+@',
  SlackWebhook: 'hooks\\.slack\\.com/[a-z]+/[A-Za-z0-9/]{16,}',
} as const;

/** Masks secrets in the records of a group for whoever reads them without `logs:Unmask`. */
export function secretMask(): DataProtectionPolicy {
  return new DataProtectionPolicy({
    name: 'secrets',
    description: 'Masks what looks like a secret',
    identifiers: [
      DataIdentifier.AWSSECRETKEY,
      DataIdentifier.OPENSSHPRIVATEKEY,
      DataIdentifier.PGPPRIVATEKEY,
      DataIdentifier.PKCSPRIVATEKEY,
      DataIdentifier.PUTTYPRIVATEKEY,
      ...Object.entries(SECRET_TEXTS).map(([name, regex]) => new CustomDataIdentifier(name, regex)),
    ],
  });
}
