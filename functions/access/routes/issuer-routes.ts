// Routes of the OpenID issuers whose JWTs CI presents.
import { issuerErrors } from '../../../entities/access/errors.ts';
import {
  createIssuerBody,
  issuerListView,
  issuerView,
  listIssuersQuery,
  updateIssuerBody,
} from '../../../entities/access/issuers/issuer.model.ts';

const read = { role: 'ADMIN', scope: 'access:read' } as const;
const write = { role: 'ADMIN', scope: 'access:write' } as const;

export const issuerRoutes = {
  createIssuer: {
    method: 'POST',
    path: '/issuers',
    summary:
      'Register an OpenID issuer, such as GitHub Actions: its JWTs whose claims fit the rules are accepted as bearer tokens of CI',
    access: write,
    body: createIssuerBody,
    status: 201,
    reply: issuerView,
    errors: [issuerErrors.too_many, issuerErrors.owner_missing, issuerErrors.not_an_issuer],
  },
  listIssuers: {
    method: 'GET',
    path: '/issuers',
    summary: 'List the registered issuers, newest first',
    access: read,
    query: listIssuersQuery,
    status: 200,
    reply: issuerListView,
  },
  getIssuer: {
    method: 'GET',
    path: '/issuers/{issuer}',
    summary: 'Show a registered issuer',
    access: read,
    status: 200,
    reply: issuerView,
    errors: [issuerErrors.not_found],
  },
  updateIssuer: {
    method: 'PATCH',
    path: '/issuers/{issuer}',
    summary: 'Change the rules of an issuer; its tokens follow within 30 seconds',
    access: write,
    body: updateIssuerBody,
    status: 200,
    reply: issuerView,
    errors: [issuerErrors.not_found, issuerErrors.owner_missing],
  },
  deleteIssuer: {
    method: 'DELETE',
    path: '/issuers/{issuer}',
    summary: 'Delete an issuer; its tokens are refused within 30 seconds',
    access: write,
    status: 204,
    errors: [issuerErrors.not_found],
  },
} as const;
