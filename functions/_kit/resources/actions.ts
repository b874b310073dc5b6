// Decides the `actions` of a view: the right to the route, as each request is checked, then the refusal of the pure functions by
// which the operation decides. A page needs no rules of its own.

import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { type DomainError, isDomainError } from '../../../entities/_base/errors.ts';
import type { Action } from '../../../entities/access/actions/action.model.ts';
import { refusalOf } from '../../../entities/access/rights.model.ts';
import type { Access } from '../manifest.ts';
import type { Caller } from '../save.ts';

/** Throws the refusal of the operation; a result has no meaning. */
type Check = () => unknown;

/** Of an operation that no state refuses. */
export const always: Check = () => undefined;

function thrownBy(check: Check): DomainError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (isDomainError(error)) return error;
    throw error;
  }
}

function refusalTo({ role = 'VIEWER', scopes = '' }: Caller, access: Access, check: Check): DomainError | undefined {
  const detail = refusalOf({ role, scopes }, access);
  return detail === undefined ? thrownBy(check) : baseErrors.forbidden({ detail });
}

/** The actions in the order of `checks`, whose keys are operations of the manifest. */
export const actionsOf = <Name extends string>(
  caller: Caller,
  { routes }: { readonly routes: Readonly<Record<NoInfer<Name>, { readonly access: Access }>> },
  checks: Readonly<Record<Name, Check>>,
): Action<Name>[] =>
  (Object.keys(checks) as Name[]).map((name) => {
    const refusal = refusalTo(caller, routes[name].access, checks[name]);
    return refusal
      ? { name, allowed: false, reason: refusal.message, code: refusal.code }
      : { name, allowed: true, reason: null, code: null };
  });
