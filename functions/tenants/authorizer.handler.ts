// The authorizer of every route that is not signed.
import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { authorize } from './authorizer/authorize.ts';
import { createFairShare } from './authorizer/fair-share.ts';
import { manifest } from './manifest.ts';

const environment = readEnvironment(manifest.lambdas.authorizer.environment);
const tenants = createTenantRepo(connectTable(environment.TABLE_NAME));
const takeShare = createFairShare(environment.TENANT_REQUESTS_PER_SECOND);

export const handler = (event: APIGatewayRequestAuthorizerEventV2) =>
  authorize(event.headers?.authorization, tenants, Date.now(), takeShare);
