// Routes of API tokens.

import { listOf } from '../../../entities/_base/list.ts';
import {
  createTokenBody,
  listTokensQuery,
  rotateTokenBody,
  shownTokenView,
  tokenWithSecretView,
} from '../../../entities/access/api-token.model.ts';
import { tokenErrors } from '../../../entities/access/errors.ts';

const read = { role: 'VIEWER', scope: 'access:read' } as const;
const write = { role: 'VIEWER', scope: 'access:write' } as const;

export const tokenRoutes = {
  createToken: {
    method: 'POST',
    path: '/tokens',
    summary: 'Create an API token for the caller or, by an ADMIN, for CI; its secret is shown only in this answer',
    access: write,
    body: createTokenBody,
    status: 201,
    reply: tokenWithSecretView,
    errors: [tokenErrors.limit_reached],
  },
  listTokens: {
    method: 'GET',
    path: '/tokens',
    summary: 'List API tokens with their last use, newest first',
    access: read,
    query: listTokensQuery,
    status: 200,
    reply: listOf(shownTokenView),
  },
  getToken: {
    method: 'GET',
    path: '/tokens/{token}',
    summary: 'Show an API token without its secret',
    access: read,
    status: 200,
    reply: shownTokenView,
    errors: [tokenErrors.not_found],
  },
  rotateToken: {
    method: 'POST',
    path: '/tokens/{token}/rotate',
    summary:
      'Give an API token a new secret, shown only in this answer; the earlier one may keep working for a day at most',
    access: write,
    body: rotateTokenBody,
    status: 200,
    reply: tokenWithSecretView,
    errors: [tokenErrors.not_found, tokenErrors.revoked],
  },
  revokeToken: {
    method: 'DELETE',
    path: '/tokens/{token}',
    summary: 'Revoke an API token; it stops working within 30 seconds and stays in lists',
    access: write,
    status: 204,
    errors: [tokenErrors.not_found],
  },
} as const;
