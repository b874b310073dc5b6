// Records which integrations a release uses, by integration: for those who want to delete one, and for stores' webhooks, which
// name no release. Used by the consumers of ReleaseCreated and ReleaseUpdated; doing it again changes nothing.
import type { IntegrationRef } from '../../entities/integrations/integration.model.ts';
import { isRestricted } from '../../entities/integrations/integration.model.ts';
import type { IntegrationUseRepo, UsingRelease } from '../../entities/releases/integration-use.repo.ts';
import { retryOnConflict } from '../_kit/commit.ts';
import type { BackgroundDeps } from './deps.ts';

interface Named {
  readonly scmIntegrationId?: string | undefined;
  readonly targetIntegrationIds?: readonly string[] | undefined;
  readonly pipelineIntegrationIds?: readonly string[] | undefined;
  readonly communicationIntegrationId?: string | undefined;
  readonly ticketIntegrationId?: string | undefined;
}

/** The integrations that the data of an event names. */
export function refsOf(named: Named): IntegrationRef[] {
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

interface UsesDeps extends Pick<BackgroundDeps, 'integrations'> {
  readonly uses: Pick<IntegrationUseRepo, 'record'>;
}

/** Only what is recorded need no longer be noted with the integration, so that at any time one of the two says it. */
export async function recordUses(tenantId: string, release: UsingRelease, named: Named, deps: UsesDeps): Promise<void> {
  const refs = refsOf(named);
  await deps.uses.record(tenantId, release, refs);
  for (const ref of refs.filter(({ kind }) => isRestricted(kind))) {
    await retryOnConflict(() => deps.integrations.dropNote(tenantId, ref, release.releaseId));
  }
}
