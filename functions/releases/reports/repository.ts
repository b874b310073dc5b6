// The repository of an integration, as its service names it in events: `acme/app` at GitHub and Bitbucket, the path of the
// project at GitLab. Undefined for the types that have none.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { IntegrationItem } from '../../../entities/integrations/integration.entity.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { Push } from '../../../entities/releases/reports/report.model.ts';
import type { ReleasesDeps } from '../deps.ts';

interface RepositoryConfig {
  readonly owner?: string;
  readonly workspace?: string;
  readonly repository?: string;
  readonly project?: string;
}

export function repositoryOf(integration: IntegrationItem | undefined): string | undefined {
  const { owner, workspace, repository, project } = (integration?.config ?? {}) as RepositoryConfig;
  const space = owner ?? workspace;
  return space !== undefined && repository !== undefined ? `${space}/${repository}` : project;
}

/** Services take names in any case. */
const isSameRepository = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/**
 * Whether the push was to the repository that the release is cut in: told by its SCM's webhook or on the bus, and naming that
 * repository. Webhooks of organizations and groups tell of all their repositories, and forks have the same branches.
 */
export async function isPushedTo(
  { tenantId, scmIntegrationId }: ReleaseItem,
  push: Push,
  integrationId: string | undefined,
  { integrations }: Pick<ReleasesDeps, 'integrations'>,
): Promise<boolean> {
  if (integrationId !== undefined && integrationId !== scmIntegrationId) return false;
  const ref = { kind: 'SCM' as const, integrationId: scmIntegrationId };
  const scm = (await integrations.getMany(tenantId as TenantId, [ref])).get(scmIntegrationId);
  const repository = repositoryOf(scm);
  if (push.repository === undefined || repository === undefined) return integrationId !== undefined;
  return isSameRepository(push.repository, repository);
}
