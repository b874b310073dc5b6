// Warnings of the releases that a hotfix will replace at its stores: written after its creation, and again at its kickoff.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { TargetType } from '../../../entities/integrations/types/integration-types.ts';
import { ReleaseWarned } from '../../../entities/releases/events.ts';
import { isOngoing } from '../../../entities/releases/lifecycle/status.model.ts';
import type { IntegrationsById, WholeRelease } from '../../../entities/releases/release.view.ts';
import { isOut, isWithStore } from '../../../entities/releases/targets/target.model.ts';
import { targetRefs } from '../../../entities/releases/uses/named.model.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import { auditOf, type BackgroundDeps, callerAt, factsOf, type ReleasesDeps } from '../deps.ts';
import { type Neighbour, neighboursOf } from './in-the-way.ts';
import { isStagedOnPlay } from './replaced.ts';

interface Store {
  readonly type: TargetType;
  readonly name: string;
}

/** The store by the loaded integrations. */
export function storeIn(integrations: IntegrationsById, targetIntegrationId: string): Store | undefined {
  const found = integrations.get(targetIntegrationId);
  return found && { type: found.type as TargetType, name: found.name };
}

function sentenceOf({ type, name }: Store, neighbour: Neighbour): string | undefined {
  const { release } = neighbour.whole;
  const { rolloutPercentage = 0, targetStatus } = neighbour.target;
  if (isStagedOnPlay(type, neighbour)) {
    return `${name}: ${release.releaseKey} is with ${rolloutPercentage} % of the users; this hotfix replaces it there, and nobody else gets it.`;
  }
  if (type !== 'APP_STORE' || !isOngoing(release.status) || !isWithStore(neighbour.target) || isOut(neighbour.target)) {
    return undefined;
  }
  return `${name}: ${release.releaseKey} is ${targetStatus}, and the App Store takes one version at a time; before this hotfix is submitted, somebody has to agree that it is withdrawn.`;
}

/** Undefined without warnings. */
export async function warningsOf(
  whole: WholeRelease,
  storeOf: (targetIntegrationId: string) => Store | undefined,
  deps: Pick<ReleasesDeps, 'releases' | 'uses'>,
): Promise<string[] | undefined> {
  if (whole.release.releaseType !== 'HOTFIX') return undefined;
  const found = await Promise.all(
    whole.targets.map(async ({ targetIntegrationId }) => {
      const store = storeOf(targetIntegrationId);
      if (!store || store.type === 'WEB' || store.type === 'SERVER') return [];
      const neighbours = await neighboursOf(whole, targetIntegrationId, deps);
      return neighbours.flatMap((neighbour) => sentenceOf(store, neighbour) ?? []);
    }),
  );
  const warnings = found.flat();
  return warnings.length > 0 ? warnings : undefined;
}

/** Writes the warnings of a new hotfix and tells people. */
export async function warnOf(
  tenantId: TenantId,
  releaseId: string,
  correlationId: string,
  deps: BackgroundDeps & Pick<ReleasesDeps, 'uses'>,
): Promise<void> {
  await retryOnConflict(async () => {
    const whole = await deps.releases.whole(tenantId, releaseId);
    const { release, targets } = whole;
    if (release.releaseType !== 'HOTFIX' || release.warnings) return;
    const integrations = await deps.integrations.getMany(tenantId, targetRefs(targets));
    const warnings = await warningsOf(whole, (id) => storeIn(integrations, id), deps);
    if (!warnings) return;
    const caller = callerAt(tenantId, deps.now(), correlationId);
    await deps.save(caller, {
      writes: [deps.releases.update(release, isoOf(caller.at), { warnings })],
      events: [ReleaseWarned.create(caller, releaseId, { ...factsOf(release), warnings })],
      audit: auditOf(release, 'release.warned', { warnings }),
    });
  });
}
