// Removes a deleted chat or ticket integration from a release that names it (SET NULL of the release-integrations
// model). Used by the consumers of IntegrationDeleted and ReleaseCreated; doing it again changes nothing.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { IntegrationRef } from '../../../entities/integrations/integration.model.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { auditOf, type BackgroundDeps } from '../deps.ts';

const FIELDS = { COMMUNICATION: 'communicationIntegrationId', TICKET: 'ticketIntegrationId' } as const;

/** A release lives on without these; what it cannot live without is not deleted while it is used. */
export interface RemovableRef extends IntegrationRef {
  readonly kind: keyof typeof FIELDS;
}

export const isRemovable = (ref: IntegrationRef): ref is RemovableRef => Object.hasOwn(FIELDS, ref.kind);

export async function forgetIntegration(
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

interface Named {
  readonly communicationIntegrationId?: string | undefined;
  readonly ticketIntegrationId?: string | undefined;
}

/** Forgets those of `named` that were deleted before their use was known, so that their own event did not find the release. */
export async function forgetDeleted(
  caller: Caller,
  releaseId: string,
  named: Named,
  deps: Pick<BackgroundDeps, 'releases' | 'save' | 'integrations'>,
): Promise<void> {
  const refs = (Object.keys(FIELDS) as RemovableRef['kind'][]).flatMap((kind) => {
    const integrationId = named[FIELDS[kind]];
    return integrationId === undefined ? [] : [{ kind, integrationId }];
  });
  const existing = await deps.integrations.getMany(caller.tenantId, refs);
  for (const ref of refs.filter(({ integrationId }) => !existing.has(integrationId))) {
    await forgetIntegration(caller, releaseId, ref, deps);
  }
}
