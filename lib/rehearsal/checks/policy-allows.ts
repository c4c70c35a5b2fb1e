import { mayBeEqual, type PolicyStatement } from '../template';
import { isLike } from './is-like';

/** Whether a resource policy lets a service do something; conditions are taken to hold for an Allow. */
export function policyAllows(
  statements: readonly PolicyStatement[],
  service: string,
  action: string,
): boolean {
  const applying = statements.filter(
    (statement) => isAction(statement, action) && isPrincipal(statement, service),
  );
  const denied = applying.some(
    ({ effect, conditions }) => effect === 'Deny' && Object.keys(conditions).length === 0,
  );
  return !denied && applying.some(({ effect }) => effect === 'Allow');
}

// --- internal ---

function isPrincipal({ principals }: PolicyStatement, service: string): boolean {
  return (
    (principals.Service ?? []).some((one) => mayBeEqual(one, service) || one === '*') ||
    (principals.AWS ?? []).includes('*')
  );
}

/** Actions are not case-sensitive. */
function isAction({ actions, notActions }: PolicyStatement, wanted: string): boolean {
  const matches = (pattern: string) => isLike(wanted, pattern, 'i');
  return notActions.length > 0 ? !notActions.some(matches) : actions.some(matches);
}
