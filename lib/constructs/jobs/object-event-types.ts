import { globExpression } from '../../text';

/** S3's events on EventBridge: what the function calls them, and their detail type. */
export const DETAIL_TYPES = new Map(
  [
    'Object Created',
    'Object Deleted',
    'Object Restore Initiated',
    'Object Restore Completed',
    'Object Restore Expired',
    'Object Storage Class Changed',
    'Object Access Tier Changed',
    'Object ACL Updated',
    'Object Tags Added',
    'Object Tags Deleted',
  ].map((type) => [type.replaceAll(' ', ''), type]),
);

/** Detail types that the globs may be about. The reason, after the colon, is for the function to look at. */
export function detailTypesOf(globs: readonly string[] = ['ObjectCreated:*']): string[] {
  const types = globs.map((glob) => globExpression(glob.split(':')[0]!));
  return [...DETAIL_TYPES].flatMap(([name, type]) => (types.some((glob) => glob.test(name)) ? [type] : []));
}
