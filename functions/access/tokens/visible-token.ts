// A token as the caller may see it: its owner may, and an ADMIN every one. For all others it does not exist.
import { tokenErrors } from '../../../entities/access/errors.ts';
import type { Caller } from '../../_kit/save.ts';
import type { AccessDeps } from '../deps.ts';

/** Throws `token.not_found`. */
export async function visibleToken(
  { tenantId, actor, role }: Caller,
  tokenId: string | undefined,
  { apiTokens }: Pick<AccessDeps, 'apiTokens'>,
) {
  const token = await apiTokens.get(tenantId, tokenId ?? '');
  if (role !== 'ADMIN' && token.ownerId !== actor.id) throw tokenErrors.not_found();
  return token;
}
