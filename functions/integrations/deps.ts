// The dependencies of the operations on integrations, made once at cold start by api.handler.ts and replaced in tests.
import type { ComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import type { EnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import type { IntegrationItem, IntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import type { UsingRelease } from '../../entities/releases/uses/integration-use.repo.ts';
import type { ReadMailRules } from '../../entities/tenants/mail/mail.store.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { AssertEncrypted } from '../_kit/outbound/plain-http.ts';
import type { Sealer } from '../_kit/sealer.ts';
import type { manifest } from './manifest.ts';
import type { Verification } from './verification/verification.ts';

export interface IntegrationsDeps {
  readonly integrations: IntegrationRepo;
  readonly sealer: Sealer;
  readonly verification: Verification;
  /** The sender identities and recipients that the tenant may use for mails. */
  readonly mailRules: ReadMailRules;
  /** The releases that use an integration, latest first, at most 20. */
  readonly usersOf: (item: IntegrationItem) => Promise<readonly UsingRelease[]>;
  readonly environments: Pick<EnvironmentRepo, 'find' | 'addUser' | 'dropUser'>;
  readonly components: Pick<ComponentRepo, 'ofRegistry'>;
  /** Refuses addresses without TLS; undefined if every address may be stored. */
  readonly assertEncrypted?: AssertEncrypted;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, IntegrationsDeps>;
