// The `api` function of the providers domain.
import { KMSClient } from '@aws-sdk/client-kms';
import { createAttemptRepo } from '../../entities/access/passwords/attempt.repo.ts';
import { redirectUriOf } from '../../entities/access/providers/provider.model.ts';
import { createProviderRepo } from '../../entities/access/providers/provider.repo.ts';
import { createSessionRepo } from '../../entities/access/session.repo.ts';
import { createBegunSignInRepo } from '../../entities/access/sign-ins/begun-sign-in.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import { createOutbound } from '../_kit/outbound/outbound.ts';
import { createSealer } from '../_kit/sealer.ts';
import type { ProvidersDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { createOpenId } from './openid/openid.ts';
import { beginSignIn } from './ops/begin-sign-in.ts';
import { completeSignIn } from './ops/complete-sign-in.ts';
import { createProvider } from './ops/create-provider.ts';
import { deleteProvider } from './ops/delete-provider.ts';
import { getProvider } from './ops/get-provider.ts';
import { listProviders } from './ops/list-providers.ts';
import { listSignInOptions } from './ops/list-sign-in-options.ts';
import { updateProvider } from './ops/update-provider.ts';

export const operations: Operations<typeof manifest, ProvidersDeps> = {
  createProvider,
  listProviders,
  getProvider,
  updateProvider,
  deleteProvider,
  listSignInOptions,
  beginSignIn,
  completeSignIn,
};

export const handler = apiOf(manifest, operations, ({ environment, table, save }) => {
  const outbound = createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS });
  const redirectUri = redirectUriOf(environment.PUBLIC_URL);
  return {
    tenants: createTenantRepo(table),
    people: createPeopleRepo(table),
    providers: createProviderRepo(table),
    begun: createBegunSignInRepo(table),
    sessions: createSessionRepo(table),
    attempts: createAttemptRepo(table),
    sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
    openId: createOpenId(outbound, redirectUri),
    redirectUri,
    save,
  };
});
