// Releases with stores of their own on the stage, as their stores have them.
import { afterAll, beforeEach } from 'vitest';
import type { StoreStatus } from '../../../functions/_adapters/store/store-client.ts';
import { actorsOf } from '../lifecycle/lifecycle-actors.ts';
import { startStage } from '../lifecycle/lifecycle-stage.ts';

export const SUBMITTED = { status: 'BUILD_SUBMITTED', branchSha: 'cut', shippedSha: 'sha' } as const;

/** Runs for the whole test file that asks for it, with apps of their own for each test. */
export async function startStores() {
  const stage = await startStage();
  const actors = actorsOf(stage);
  let kit = stage.kit;
  let services = 0;
  const releaseOf = async (id: string) => (await stage.stored(id)).release;
  afterAll(() => stage.stop());
  beforeEach(async () => {
    kit = await stage.world.integrationKit();
    stage.services.calls.length = 0;
  });
  return {
    stage,
    actors,
    releaseOf,
    kit: () => kit,
    nextService: () => `service-${services++}`,
    /** Handed to both stores by its workflow; to a part of Google Play's users where a percentage is given. */
    handedOver: (over: Record<string, unknown> = {}, release: object = {}, percentage?: number) =>
      stage.release(
        { service: `service-${services++}`, ...over },
        async (id) => {
          await actors.bring({ release: { ...SUBMITTED, ...release }, builds: 'SUCCESS' })(id);
          const path = `/releases/${id}/targets/${kit.playStore}/rollout`;
          if (percentage !== undefined) await stage.world.asLead('POST', path, { percentage });
        },
        kit,
      ),
    targetOf: async (id: string, target = kit.appStore) =>
      (await stage.stored(id)).targets.find((item) => item.targetIntegrationId === target),
    act: (id: string, verb: string, body?: unknown, target = kit.appStore) =>
      stage.act(id, `targets/${target}/${verb}`, body),
    typesOf: async (id: string) => (await stage.world.eventsOf(id)).map(({ type }) => type),
    /** Sets a store's answer about a release from now on. */
    async says(id: string, target: string, answer: StoreStatus): Promise<void> {
      const { version } = await releaseOf(id);
      stage.services.stores.get(target)?.set(version, answer);
    },
  };
}
