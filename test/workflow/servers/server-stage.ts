// Releases with an environment among their targets, from their creation on: the machines release-lifecycle, promotion and deployment with
// their tasks and consumers on a real table. Every event is delivered twice.
import { createReleaseRemainsRepo } from '../../../entities/releases/removal/release-remains.repo.ts';
import { createIntegrationUseRepo } from '../../../entities/releases/uses/integration-use.repo.ts';
import type { Consumers } from '../../../functions/_kit/bus/bus-event.ts';
import { consumers as approvalConsumers } from '../../../functions/approvals/events.handler.ts';
import { requestSignOff } from '../../../functions/approvals/tasks/request-sign-off.ts';
import { consumers as releaseConsumers } from '../../../functions/releases/events.handler.ts';
import { createOutside, type Outside } from '../../../functions/releases/outside.ts';
import { ownPlacesIn } from '../../../functions/releases/stores/own-places.ts';
import { TENANT_ID, USER_ID, type World } from '../../support/release-world.ts';
import { releaseTasks } from '../fixture.ts';
import { fakeOutside } from '../outside-fakes.ts';
import { type Beside, startPromotionStage } from '../promotions/promotion-stage.ts';

type Body = Record<string, unknown>;
export type ServerStage = Awaited<ReturnType<typeof startServerStage>>;

const none = () => Promise.reject(new Error('an environment has no credentials'));

/** Environments as they are, and all other services in memory. */
function outsideIn({ integrations, table, now }: World): Outside {
  const { outside } = fakeOutside();
  const request = () => Promise.reject(new Error('an environment is not called'));
  const own = createOutside({
    ...{ integrations, now, sealer: { seal: none, open: none }, outbound: { request }, ownOf: ownPlacesIn(table) },
  });
  return {
    ...outside,
    async store(tenantId, integrationId) {
      const found = await integrations.getMany(tenantId, [{ kind: 'TARGET', integrationId }]);
      return (found.get(integrationId)?.type === 'SERVER' ? own : outside).store(tenantId, integrationId);
    },
  };
}

const releasesIn = (world: World): Beside => ({
  names: ['release-lifecycle'],
  tasks: { ...releaseTasks, requestSignOff },
  deps: {
    ...{ contents: world.contents, notes: world.notes, releaseList: world.releaseList, tenants: world.tenants },
    ...{ uses: createIntegrationUseRepo(world.table), remains: createReleaseRemainsRepo(world.table) },
    ...{ components: world.components, outside: outsideIn(world) },
  },
  consumers: [releaseConsumers, approvalConsumers] as unknown as readonly Consumers<never>[],
});

export async function startServerStage() {
  const stage = await startPromotionStage(releasesIn);
  const { world } = stage;
  await world.member('LEAD', { userId: USER_ID });
  const people = [await world.member('DEVELOPER'), await world.member('DEVELOPER')];
  let made = 0;

  async function act(id: string, path: string, body?: Body) {
    const reply = await world.asLead('POST', `/releases/${id}/${path}`, body);
    await stage.settle();
    return reply;
  }
  async function signOff(id: string): Promise<void> {
    const { body } = await world.asLead('GET', '/approvals?limit=100&status=PENDING');
    const approval = body.items.find((item: { subject: { id: string } }) => item.subject.id === id);
    const path = `/approvals/${approval?.id}/decisions`;
    const reply = await world.asLead('POST', path, { action: 'APPROVED' });
    if (reply.status !== 200) throw new Error(reply.text);
    await stage.settle();
  }

  return {
    ...{ ...stage, act, signOff, people },

    /**
     * A release to a new environment that needs the approvals of `prod`, and to `further` targets. It was deployed to the environment
     * before it, and its people have signed it off.
     */
    async release({
      prod = {},
      further = [],
      over = {},
    }: {
      prod?: Body;
      further?: readonly string[];
      over?: Body;
    } = {}) {
      made += 1;
      const ready = await stage.ready({ prod });
      const server = await world.integration('SERVER', { config: { environmentId: ready.prod } as never });
      return { ...ready, server, ...(await this.next(ready, server, further, over)) };
    },

    /** Another release of its service to the same environment; without `dev` it was not deployed before that. */
    async next(
      { service, componentId, dev }: { service: string; componentId: string; dev?: string | undefined },
      server: string,
      further: readonly string[] = [],
      over: Body = {},
    ) {
      // Of two submissions at the same moment either one may be the newer.
      stage.clock.at += 1_000;
      const version = `7.${++made}.0`;
      const put = `/components/${componentId}/versions/${version}`;
      const recorded = await world.asLead('PUT', put, { digest: digestOf(made) });
      if (recorded.status >= 300) throw new Error(recorded.text);
      const body = {
        ...{ service, version, targets: [server, ...further], pipelines: [], components: [{ componentId }] },
        ...{ ticketIntegrationId: undefined, communicationIntegrationId: undefined, ...over },
      };
      const { id } = await world.release(stage.kit, body);
      await stage.settle();
      await act(id, 'kickoff');
      const key = String((await world.stored(id)).release.releaseKey);
      if (dev !== undefined) await stage.report(dev, service, key);
      await stage.settle();
      if (over.releaseType !== 'HOTFIX') await signOff(id);
      return { id: String(id), key };
    },

    targetOf: async ({ id, server }: { id: string; server: string }) => {
      const found = (await world.stored(id)).targets.find((item) => item.targetIntegrationId === server);
      if (!found) throw new Error(`no target ${server}`);
      return found;
    },
    /** The promotion that the target waits for. */
    async promotionOf(sent: { id: string; server: string }): Promise<string> {
      return (await this.targetOf(sent)).submissionId ?? '';
    },
    /** The status of the target and of its promotion. */
    async standingOf(sent: { id: string; server: string }): Promise<readonly unknown[]> {
      const { targetStatus, storeState, submissionId = '' } = await this.targetOf(sent);
      const promotion = await stage.deps.promotions.find(TENANT_ID, submissionId);
      return [targetStatus, promotion?.status, storeState];
    },
    statusOf: async (id: string) => (await world.stored(id)).release.status,
    /** A person of the stage answers about the target's promotion. */
    async answer(sent: { id: string; server: string }, person: number, action = 'APPROVED') {
      return stage.decide(await this.promotionOf(sent), String(people[person]), action);
    },
  };
}

const digestOf = (number: number) => `sha256:${String(number).padStart(64, '0')}`;
