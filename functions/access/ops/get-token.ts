// Shows an API token without its secret.
import { showToken } from '../actions.ts';
import type { Ops } from '../deps.ts';
import { visibleToken } from '../tokens/visible-token.ts';

export const getToken: Ops['getToken'] = async ({ caller, params }, deps) => {
  const token = await visibleToken(caller, params.token, deps);
  return { body: showToken(caller, token), revision: token.revision };
};
