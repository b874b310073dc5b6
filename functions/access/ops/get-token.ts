// Shows an API token without its secret.
import { viewToken } from '../../../entities/access/api-token.model.ts';
import type { Ops } from '../deps.ts';
import { visibleToken } from '../tokens/visible-token.ts';

export const getToken: Ops['getToken'] = async ({ caller, params }, deps) => {
  const token = await visibleToken(caller, params.token, deps);
  return { body: viewToken(token), revision: token.revision };
};
