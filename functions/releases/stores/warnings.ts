// What a hotfix does to the releases that its stores have already, said before it does. Used when it is created and kicked off.
import type { TargetType } from '../../../entities/integrations/rollout.model.ts';
import { isOngoing } from '../../../entities/releases/lifecycle.model.ts';
import type { IntegrationsById, WholeRelease } from '../../../entities/releases/release.view.ts';
import { isOut, isWithStore } from '../../../entities/releases/target.model.ts';
import type { ReleasesDeps } from '../deps.ts';
import { type Neighbour, neighboursOf } from './in-the-way.ts';
import { isStagedOnPlay } from './replaced.ts';

interface Store {
  readonly type: TargetType;
  readonly name: string;
}

/** As the integrations that were loaded name it. */
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

/** Undefined when there is nothing to say. */
export async function warningsOf(
  whole: WholeRelease,
  storeOf: (targetIntegrationId: string) => Store | undefined,
  deps: Pick<ReleasesDeps, 'releases' | 'uses'>,
): Promise<string[] | undefined> {
  if (whole.release.releaseType !== 'HOTFIX') return undefined;
  const found = await Promise.all(
    whole.targets.map(async ({ targetIntegrationId }) => {
      const store = storeOf(targetIntegrationId);
      if (!store || store.type === 'WEB') return [];
      const neighbours = await neighboursOf(whole, targetIntegrationId, deps);
      return neighbours.flatMap((neighbour) => sentenceOf(store, neighbour) ?? []);
    }),
  );
  const warnings = found.flat();
  return warnings.length > 0 ? warnings : undefined;
}
