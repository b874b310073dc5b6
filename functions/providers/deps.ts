// The dependencies of the operations of providers.
import type { ProviderRepo } from '../../entities/access/providers/provider.repo.ts';
import type { BegunSignInRepo } from '../../entities/access/sign-ins/begun-sign-in.repo.ts';
import type { PeopleRepo } from '../../entities/people/people.repo.ts';
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';
import type { SessionDeps } from '../_kit/accounts/start-session.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Sealer } from '../_kit/sealer.ts';
import type { manifest } from './manifest.ts';
import type { OpenId } from './openid/openid.ts';

export interface ProvidersDeps extends SessionDeps {
  readonly tenants: Pick<TenantRepo, 'find'>;
  readonly people: PeopleRepo;
  readonly providers: ProviderRepo;
  readonly begun: BegunSignInRepo;
  readonly sealer: Sealer;
  readonly openId: OpenId;
  /** Where providers send people back. */
  readonly redirectUri: string;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, ProvidersDeps>;
