// The authorizer of every route that needs a credential.
import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { bind } from '../_kit/binding.ts';
import { createAuthorize } from './authorizer/authorize.ts';
import { createFairShare } from './authorizer/fair-share.ts';
import { manifest } from './manifest.ts';

const { environment, table, now } = bind(manifest, 'authorizer');
const authorize = createAuthorize(createTenantRepo(table), createFairShare(environment.TENANT_REQUESTS_PER_SECOND));

export const handler = (event: APIGatewayRequestAuthorizerEventV2) => authorize(event.headers?.authorization, now());
