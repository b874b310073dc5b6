// The uses of integrations by a release: recorded by integration for deletions and for stores' requests, which name no release; and
// removed with a deleted chat or ticket integration (SET NULL). Used by consumers; a repetition changes nothing.
import type { TenantId } from '../../entities/_base/ids.ts';
import { isoOf } from '../../entities/_base/time/iso.ts';
import type { IntegrationRef } from '../../entities/integrations/integration.model.ts';
import { isRestricted } from '../../entities/integrations/integration.model.ts';
import type { IntegrationUseRepo, UsingRelease } from '../../entities/releases/uses/integration-use.repo.ts';
import { type NamedIntegrations, refsOf } from '../../entities/releases/uses/named.model.ts';
import { type Caller, retryOnConflict } from '../_kit/save.ts';
import { auditOf, type BackgroundDeps } from './deps.ts';

/** The named integrations that cannot be deleted while the release exists. */
export const restrictedRefs = (named: NamedIntegrations): IntegrationRef[] =>
  refsOf(named).filter(({ kind }) => isRestricted(kind));

interface UsesDeps extends Pick<BackgroundDeps, 'integrations' | 'releases'> {
  readonly uses: Pick<IntegrationUseRepo, 'record' | 'forget'>;
}

/**
 * Records the uses and then drops the notes of the integrations, so that one of the two has each use at any time. Answers false, and
 * leaves no record, if the release was deleted meanwhile: the consumer of its deletion may have run before.
 */
export async function recordUses(
  tenantId: TenantId,
  release: UsingRelease,
  named: NamedIntegrations,
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

/** All chat and ticket integrations of the tenant: the release may have used another one before. */
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

/** Removes the records of a deleted release. */
export async function forgetUses(
  tenantId: string,
  releaseId: string,
  named: NamedIntegrations,
  deps: UsesDeps,
): Promise<void> {
  const before = await exchangeable(tenantId, deps);
  await deps.uses.forget(tenantId, releaseId, new Set([...idsOf(refsOf(named)), ...before]));
}

const FIELDS = { COMMUNICATION: 'communicationIntegrationId', TICKET: 'ticketIntegrationId' } as const;

/** A release can do without these; other integrations are not deleted while a release uses them. */
export interface RemovableRef extends IntegrationRef {
  readonly kind: keyof typeof FIELDS;
}

export const isRemovable = (ref: IntegrationRef): ref is RemovableRef => Object.hasOwn(FIELDS, ref.kind);

export async function removeIntegration(
  caller: Caller,
  releaseId: string,
  { kind, integrationId }: RemovableRef,
  { releases, save }: Pick<BackgroundDeps, 'releases' | 'save'>,
): Promise<void> {
  const field = FIELDS[kind];
  await retryOnConflict(async () => {
    const { release } = await releases.whole(caller.tenantId, releaseId);
    if (release[field] !== integrationId) return;
    await save(caller, {
      writes: [releases.update(release, isoOf(caller.at), { [field]: undefined })],
      events: [],
      audit: auditOf(release, 'release.integration_removed', { [field]: integrationId }),
    });
  });
}

/** Removes integrations that were deleted before their use was recorded: the event of their deletion did not find the release. */
export async function removeDeleted(
  caller: Caller,
  releaseId: string,
  named: NamedIntegrations,
  deps: Pick<BackgroundDeps, 'releases' | 'save' | 'integrations'>,
): Promise<void> {
  const refs = (Object.keys(FIELDS) as RemovableRef['kind'][]).flatMap((kind) => {
    const integrationId = named[FIELDS[kind]];
    return integrationId === undefined ? [] : [{ kind, integrationId }];
  });
  const existing = await deps.integrations.getMany(caller.tenantId, refs);
  for (const ref of refs.filter(({ integrationId }) => !existing.has(integrationId))) {
    await removeIntegration(caller, releaseId, ref, deps);
  }
}
