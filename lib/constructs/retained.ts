import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * For what holds something that cannot be made again: it stays when its stack goes, but not when the deployment that
 * makes it fails, or its fixed name would be in the way of the next one (RetainExceptOnCreate).
 */
export const RETAINED = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
