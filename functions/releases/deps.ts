// The dependencies of operations, consumers and tasks of releases, and the facts that every event of a release has.
import { systemActor } from '../../entities/_base/actors.ts';
import type { Actor } from '../../entities/_base/events.ts';
import type { TenantId } from '../../entities/_base/ids.ts';
import type { AuditRepo } from '../../entities/audit/audit-entry.repo.ts';
import type { ServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import type { IntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import type { PeopleRepo } from '../../entities/people/people.repo.ts';
import type { ReleaseContentRepo } from '../../entities/releases/contents/release-content.repo.ts';
import type { Progress } from '../../entities/releases/lifecycle/next-step.model.ts';
import type { ReleaseListRepo } from '../../entities/releases/lists/release-list.repo.ts';
import type { ReleaseNamesRepo } from '../../entities/releases/lists/release-names.repo.ts';
import type { ReleaseNotesRepo } from '../../entities/releases/notes/release-notes.repo.ts';
import type { ReleaseItem } from '../../entities/releases/release.entity.ts';
import type { ReleaseRepo } from '../../entities/releases/release.repo.ts';
import type { WholeRelease } from '../../entities/releases/release.view.ts';
import type { IntegrationUseRepo } from '../../entities/releases/uses/integration-use.repo.ts';
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { releaseLifecycle } from '../../statemachines/release-lifecycle/release-lifecycle.contract.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Caller, Change, Save } from '../_kit/save.ts';
import type { TokenAnswerer } from '../_kit/workflow/executions.ts';
import type { ComponentDeps } from './components.ts';
import type { manifest } from './manifest.ts';

export interface ReleasesDeps extends ComponentDeps {
  readonly releases: ReleaseRepo;
  readonly releaseList: ReleaseListRepo;
  readonly releaseNames: ReleaseNamesRepo;
  readonly contents: ReleaseContentRepo;
  readonly notes: ReleaseNotesRepo;
  readonly integrations: IntegrationRepo;
  readonly people: PeopleRepo;
  readonly tenants: TenantRepo;
  readonly audit: AuditRepo;
  readonly uses: Pick<IntegrationUseRepo, 'releasesOf'>;
  readonly services: ServiceRepo;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, ReleasesDeps>;

/** The dependencies that consumers and tasks share. */
export interface BackgroundDeps extends Pick<ReleasesDeps, 'releases' | 'integrations'> {
  readonly save: Save;
  readonly now: () => number;
  readonly tokens: TokenAnswerer;
}

export const LIFECYCLE_ACTOR: Actor = systemActor(releaseLifecycle.name);

export const callerAt = (
  tenantId: string,
  at: number,
  correlationId: string,
  actor: Actor = LIFECYCLE_ACTOR,
): Caller => ({
  tenantId: tenantId as TenantId,
  actor,
  correlationId,
  at,
});

export const factsOf = ({ releaseId, releaseKey, version }: ReleaseItem) => ({ releaseId, releaseKey, version });

export const auditOf = (
  release: ReleaseItem,
  action: string,
  details?: Readonly<Record<string, unknown>>,
): Change['audit'] => ({
  action,
  resourceType: 'Release',
  resourceId: release.releaseId,
  ...(details === undefined ? {} : { details }),
});

export const progressOf = ({ release, targets, pipelines }: WholeRelease): Progress => ({
  ...release,
  targets,
  pipelines,
});
