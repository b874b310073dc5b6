// Releases with targets in every state that the workflow can reach, for the tests of requests about targets.
import type { TargetStatus } from '../../../../entities/releases/lifecycle/status.model.ts';
import { type Kit, NOW_ISO, startWorld, type World } from '../../../support/release-world.ts';

type TargetChanges = Parameters<World['releases']['updateTarget']>[2];
type ReleaseChanges = Parameters<World['releases']['update']>[2];

export type Targets = Awaited<ReturnType<typeof startTargets>>;

export async function startTargets() {
  const world = await startWorld();
  let kit = await world.integrationKit();
  let web = '';

  /** With stores of its own. */
  async function releaseWith(
    target: TargetChanges,
    over: ReleaseChanges = {},
    body: Record<string, unknown> = {},
  ): Promise<string> {
    kit = await world.integrationKit();
    const { id } = await world.release(kit, body);
    const { release, targets } = await world.stored(id);
    await world.seed([
      world.releases.update(release, NOW_ISO, { status: 'BUILD_SUBMITTED', ...over }),
      ...targets.map((item) => world.releases.updateTarget(item, NOW_ISO, target)),
    ]);
    return String(id);
  }

  return {
    world,
    releaseWith,
    /** Of the last release. */
    kit: (): Kit => kit,
    web: (): string => web,
    act: (id: string, verb: string, body?: unknown, target = kit.appStore) =>
      world.asLead('POST', `/releases/${id}/targets/${target}/${verb}`, body),
    targetOf: async (id: string, target = kit.appStore) =>
      (await world.stored(id)).targets.find((item) => item.targetIntegrationId === target),
    typesOf: async (id: string) => (await world.eventsOf(id)).map(({ type }) => type),
    /** To a deployment endpoint alone. */
    async webRelease(targetStatus: TargetStatus): Promise<string> {
      web = await world.integration('WEB', {});
      return releaseWith({ targetStatus, buildNumber: '7' }, {}, { targets: [web], pipelines: [] });
    },
  };
}
