// The authorizer of every route that needs credentials.
import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { bind } from '../_kit/binding.ts';
import { createOutbound } from '../_kit/outbound/outbound.ts';
import { createAuthorize } from './authorizer/authorize.ts';
import { createCiTokens } from './authorizer/ci-token.ts';
import { createCredentialStore } from './authorizer/credential-store.ts';
import { createFairShare } from './authorizer/fair-share.ts';
import { jwtForm } from './authorizer/jwt.ts';
import { storedForms } from './authorizer/resolve.ts';
import { createIssuerKeys } from './issuers/issuer-keys.ts';
import { manifest } from './manifest.ts';

const { environment, table, save, now } = bind(manifest, 'authorizer');
const store = createCredentialStore(table, save);
const outbound = createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS });
const forms = [...storedForms(store), jwtForm(store, createCiTokens(createIssuerKeys(outbound)))];
const authorize = createAuthorize(
  forms,
  environment.PUBLIC_URL,
  createFairShare(environment.TENANT_REQUESTS_PER_SECOND),
);

export const handler = ({
  headers = {},
  cookies = [],
  pathParameters,
  requestContext,
}: APIGatewayRequestAuthorizerEventV2) => {
  const { requestId: correlationId, http } = requestContext;
  const { method, sourceIp: ip, userAgent } = http;
  const tenant = pathParameters?.tenant;
  return authorize({ method, headers, cookies }, { ip, userAgent, correlationId, now: now(), tenant });
};
