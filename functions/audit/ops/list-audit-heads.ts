// Lists the signed heads of the tenant's chain, newest first, with the public key that verifies them.
import type { Ops } from '../deps.ts';

export const listAuditHeads: Ops['listAuditHeads'] = async ({ caller, query }, { log, signer }) => {
  const [{ items, nextCursor }, publicKey] = await Promise.all([
    log.listHeads(caller.tenantId, query),
    signer.publicKey(),
  ]);
  const heads = items.map(({ seq, hash, at, keyId, signature }) => ({ seq, hash, at, keyId, signature }));
  return { body: { items: heads, nextCursor, publicKey } };
};
