// Sessions, passkeys and tokens as operations answer them: with the actions that the caller may do now. Pure.
import { baseErrors } from '../../entities/_base/conflicts.ts';
import type { ApiTokenItem } from '../../entities/access/api-token.entity.ts';
import {
  assertCovers,
  assertUsable,
  CI_OWNER,
  type TokenAction,
  viewToken,
} from '../../entities/access/api-token.model.ts';
import { sessionErrors } from '../../entities/access/errors.ts';
import type { PasskeyItem } from '../../entities/access/passkeys/passkey.entity.ts';
import { assertNotLast, viewPasskey } from '../../entities/access/passkeys/passkey.model.ts';
import type { SessionItem } from '../../entities/access/session.entity.ts';
import { viewSession } from '../../entities/access/session.model.ts';
import { actionsOf, always } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import { passkeyRoutes } from './routes/passkey-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { tokenRoutes } from './routes/token-routes.ts';
import { rightsOf } from './tokens/rights-of.ts';

export const showSession = (caller: Caller, item: SessionItem) => ({
  ...viewSession(item, caller.credential?.id),
  actions: actionsOf(caller, { routes: sessionRoutes }, { revokeSession: always }),
});

/** All passkeys of the caller. */
export const showPasskeys = (caller: Caller, items: readonly PasskeyItem[], requiresPasskey: boolean) => {
  const deletePasskey = () => {
    if (caller.credential?.kind !== 'SESSION') throw sessionErrors.required();
    assertNotLast(items, requiresPasskey);
  };
  const actions = actionsOf(caller, { routes: passkeyRoutes }, { deletePasskey });
  return items.map((item) => ({ ...viewPasskey(item), actions }));
};

/** Throws `request.forbidden` unless the caller may have all rights of the token, and `token.revoked`. */
export function assertMayRotate(caller: Caller, token: ApiTokenItem): void {
  const { ownerId } = token;
  if (ownerId !== caller.actor.id && ownerId !== CI_OWNER) {
    throw baseErrors.forbidden({ detail: 'Only the owner of a token may rotate it. An ADMIN may revoke it.' });
  }
  assertCovers(rightsOf(caller), token);
  assertUsable(token, caller.at);
}

const IS_REVOKED = { allowed: false, reason: 'The token is revoked already.', code: null };

export function showToken(caller: Caller, token: ApiTokenItem) {
  const checks = { rotateToken: () => assertMayRotate(caller, token), revokeToken: always };
  const actions = actionsOf<TokenAction>(caller, { routes: tokenRoutes }, checks);
  return {
    ...viewToken(token),
    actions: actions.map((action) =>
      action.name === 'revokeToken' && action.allowed && token.revokedAt !== undefined
        ? { ...action, ...IS_REVOKED }
        : action,
    ),
  };
}
