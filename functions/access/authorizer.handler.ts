// The authorizer of every route that needs credentials.
import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { environmentOf } from '../_kit/env.ts';
import { connectRawTable } from '../_kit/raw-table.ts';
import { createAuthorize } from './authorizer/authorize.ts';
import { createCredentialReads } from './authorizer/credential-reads.ts';
import { createFairShare } from './authorizer/fair-share.ts';
import { manifest } from './manifest.ts';

const environment = environmentOf(manifest, 'authorizer');
const reads = createCredentialReads(connectRawTable(environment.TABLE_NAME));
const authorize = createAuthorize(reads, createFairShare(environment.TENANT_REQUESTS_PER_SECOND));

export const handler = (event: APIGatewayRequestAuthorizerEventV2) =>
  authorize(event.headers?.authorization, Date.now());
