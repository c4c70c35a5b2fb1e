import { createHash } from 'node:crypto';

/** Where a resource lives and what it is called; what Ref and GetAtt give is computed from it. */
export interface Identity {
  /** Physical name: the template's, or the one that stands for CloudFormation's. */
  readonly name: string;
  readonly logicalId: string;
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly urlSuffix: string;
  /** A resolved property of the resource as text, or undefined. */
  readonly property: (name: string) => string | undefined;
  readonly queueUrl: (name: string) => string;
}

/** What is known of the names of a type. */
export interface IdentityRule {
  /** Property that holds the physical name; default: `<Type>Name` or `Name`. */
  readonly nameProperty?: string;
  /** Longest name that CloudFormation generates. */
  readonly maxLength?: number;
  /** The service has no upper case in names, or makes them lower case. */
  readonly isLowerCase?: boolean;
  /** What Ref gives; default: the name. */
  readonly ref?: (of: Identity) => string;
  readonly attributes?: Readonly<Record<string, (of: Identity) => string>>;
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A UUID-shaped stand-in, as key ids and subscription ids are. */
export function uuid(text: string): string {
  const hex = digest(text);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** A part of an identity, computed. */
export type Build = (of: Identity) => string;

export const arn = ({ partition, region, accountId }: Identity, service: string, rest: string): string =>
  `arn:${partition}:${service}:${region}:${accountId}:${rest}`;

export const globalArn = ({ partition, accountId }: Identity, service: string, rest: string): string =>
  `arn:${partition}:${service}::${accountId}:${rest}`;

export const name: Build = (of) => of.name;

/** A text of letters and digits that stands for an id which AWS draws. */
export function drawnId(of: Identity, length: number, prefix = ''): string {
  return `${prefix}${digest(`${of.stackName}/${of.logicalId}`).slice(0, length)}`;
}
