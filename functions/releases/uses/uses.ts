// Records which integrations a release uses, by integration: for those who want to delete one, and for stores' webhooks, which
// name no release. Used by the consumers of ReleaseCreated and ReleaseUpdated; doing it again changes nothing.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { IntegrationRef } from '../../../entities/integrations/integration.model.ts';
import { isRestricted } from '../../../entities/integrations/integration.model.ts';
import type { IntegrationUseRepo, UsingRelease } from '../../../entities/releases/uses/integration-use.repo.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import type { BackgroundDeps } from '../deps.ts';

interface Named {
  readonly scmIntegrationId?: string | undefined;
  readonly targetIntegrationIds?: readonly string[] | undefined;
  readonly pipelineIntegrationIds?: readonly string[] | undefined;
  readonly communicationIntegrationId?: string | undefined;
  readonly ticketIntegrationId?: string | undefined;
}

/** The integrations that the data of an event names. */
function refsOf(named: Named): IntegrationRef[] {
  const refs = (kind: IntegrationRef['kind'], ids: readonly (string | undefined)[] = []) =>
    ids.flatMap((integrationId) => (integrationId === undefined ? [] : [{ kind, integrationId }]));
  return [
    ...refs('SCM', [named.scmIntegrationId]),
    ...refs('TARGET', named.targetIntegrationIds),
    ...refs('PIPELINE', named.pipelineIntegrationIds),
    ...refs('COMMUNICATION', [named.communicationIntegrationId]),
    ...refs('TICKET', [named.ticketIntegrationId]),
  ];
}

/** Those of them that cannot be deleted while the release exists. */
export const restrictedRefs = (named: Named): IntegrationRef[] =>
  refsOf(named).filter(({ kind }) => isRestricted(kind));

interface UsesDeps extends Pick<BackgroundDeps, 'integrations' | 'releases'> {
  readonly uses: Pick<IntegrationUseRepo, 'record' | 'forget'>;
}

/**
 * Only what is recorded need no longer be noted with the integration, so that at any time one of the two says it. Answers false,
 * and records nothing, when the release was deleted meanwhile: whoever forgets its uses may have been here before.
 */
export async function recordUses(
  tenantId: TenantId,
  release: UsingRelease,
  named: Named,
  deps: UsesDeps,
): Promise<boolean> {
  const refs = refsOf(named);
  await deps.uses.record(tenantId, release, refs);
  for (const ref of restrictedRefs(named)) {
    await retryOnConflict(() => deps.integrations.dropNote(tenantId, ref, release.releaseId));
  }
  if (await deps.releases.isThere(tenantId, release.releaseId)) return true;
  await deps.uses.forget(tenantId, release.releaseId, idsOf(refs));
  return false;
}

const idsOf = (refs: readonly { readonly integrationId: string }[]) => refs.map(({ integrationId }) => integrationId);

/** Every chat and ticket integration there is, of which the release may have used others before. */
async function exchangeable(tenantId: string, { integrations }: Pick<UsesDeps, 'integrations'>): Promise<string[]> {
  const found: string[] = [];
  for (const kind of ['COMMUNICATION', 'TICKET'] as const) {
    let cursor: string | undefined;
    do {
      const page = await integrations.list(tenantId, kind, {}, { limit: 100, cursor });
      found.push(...idsOf(page.items));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
  return found;
}

/** Of a release that was deleted: nothing is recorded about it any more. */
export async function forgetUses(tenantId: string, releaseId: string, named: Named, deps: UsesDeps): Promise<void> {
  const before = await exchangeable(tenantId, deps);
  await deps.uses.forget(tenantId, releaseId, new Set([...idsOf(refsOf(named)), ...before]));
}
