// The promotions domain on a real table, beside environments, agents and deployments: a release that was deployed to one environment, and
// may be promoted to the next one.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { createLiveRepo } from '../../../entities/deployments/live/live.repo.ts';
import { createMetricRepo } from '../../../entities/deployments/metrics/metric.repo.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { operations as deploymentOperations } from '../../../functions/deployments/api.handler.ts';
import { manifest as deploymentsManifest } from '../../../functions/deployments/manifest.ts';
import { operations } from '../../../functions/promotions/api.handler.ts';
import { promotionsDepsOf } from '../../../functions/promotions/bound.ts';
import { manifest } from '../../../functions/promotions/manifest.ts';
import { evaluatePromotion } from '../../../functions/promotions/tasks/evaluate-promotion.ts';
import { apiCaller, takes } from '../../support/http.ts';
import { TENANT_ID } from '../../support/release-world.ts';
import { startAgents } from '../agents/fixture.ts';

type Body = Record<string, unknown>;
export type PromotionsStage = Awaited<ReturnType<typeof startPromotions>>;
export type Ready = Awaited<ReturnType<PromotionsStage['ready']>>;

export const DIGEST = `sha256:${'ab'.repeat(32)}`;

export async function startPromotions() {
  const stage = await startAgents();
  const { world, clock } = stage;
  const deps = promotionsDepsOf(world.table);
  const { environments, services, deployments } = deps;
  const reporting = {
    ...{ deployments, live: createLiveRepo(world.table), metrics: createMetricRepo(world.table), environments },
    ...{ components: world.components, services, releases: world.releases, contents: world.contents },
  };
  const callers = [
    { manifest, call: apiCaller(manifest, httpHandler(manifest, operations, world.kit, deps)) },
    {
      manifest: deploymentsManifest,
      call: apiCaller(
        deploymentsManifest,
        httpHandler(deploymentsManifest, deploymentOperations, world.kit, reporting as never),
      ),
    },
  ] as const;
  /** Of any of the domains, by the path. */
  const call: typeof stage.call = (request) =>
    (callers.find((one) => takes(one.manifest, request.method, request.path)) ?? stage).call(request);
  const as =
    (role: 'CI' | 'DEVELOPER' | 'LEAD' | 'VIEWER', userId?: string) =>
    (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      call({ role, method, path, headers, ...(userId && { userId }), ...(body === undefined ? {} : { body }) });
  const kit = await world.integrationKit();
  const agentId = await stage.registered();
  let made = 0;

  async function must(role: 'CI' | 'LEAD', method: string, path: string, body: unknown): Promise<Body> {
    const reply = await as(role)(method, path, body);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.text}`);
    return reply.body;
  }

  /** A release whose components are fixed; `over` makes it otherwise. */
  async function release(service: string, componentId: string, over: Partial<ReleaseItem> = {}) {
    const { id } = await world.release(kit, { service, createService: true });
    const { release: item } = await world.releases.whole(TENANT_ID as TenantId, id);
    const components = [{ componentId, name: 'web', tag: item.version, digest: DIGEST, semver: null }];
    const at = new Date(clock.at).toISOString();
    await world.seed([world.releases.update(item, at, { status: 'PENDING', branchSha: 'cut', components, ...over })]);
    return { id: String(id), key: item.releaseKey };
  }

  const report = (environment: unknown, service: string, key: string, over: Body = {}) =>
    must('CI', 'POST', '/deployments', { environment, service, release: key, ...over });

  return {
    ...{ ...stage, world, deps, call, as, must, release, report, agentId, kit },
    /** The agent is online from now on. */
    async heartbeat(): Promise<void> {
      const agent = await deps.agents.all(TENANT_ID as TenantId);
      const own = agent.find((one) => one.agentId === agentId);
      if (own) await stage.deps.agents.note(own, { lastHeartbeatAt: new Date(clock.at).toISOString() });
    },

    /**
     * Two environments, of which the first one runs the release, and the second one has a target for it. No other environment stands
     * between them in the order.
     */
    async ready(over: { readonly prod?: Body; readonly dev?: Body; readonly isDeployed?: boolean } = {}) {
      made += 1;
      const service = `service-${made}`;
      const [dev, prod] = [
        await stage.environment({ name: `dev-${made}`, order: made * 10, ...over.dev }),
        await stage.environment({ name: `prod-${made}`, order: made * 10 + 1, ...over.prod }),
      ];
      const { id: componentId } = await stage.component();
      const target = await stage.target({ environmentId: prod.id, componentId, capability: 'docker' });
      const first = await release(service, String(componentId));
      if (over.isDeployed !== false) await report(dev.id, service, first.key);
      await this.heartbeat();
      const { serviceId = '' } = (await services.bySlug(TENANT_ID, service)) ?? {};
      return {
        ...{ service, serviceId, dev: String(dev.id), prod: String(prod.id), prodName: String(prod.name), target },
        ...{ componentId: String(componentId), release: first },
        body: { release: first.key, environment: prod.name } as Body,
      };
    },

    /** A promotion by a developer of its own. */
    async promote(ready: { readonly body: Body }, over: Body = {}): Promise<Body & { readonly id: string }> {
      clock.at += 1;
      const reply = await as('DEVELOPER')('POST', '/promotions', { ...ready.body, ...over });
      if (reply.status !== 201) throw new Error(reply.text);
      return reply.body;
    },
    /** Looks at the gates, as the execution of the promotion does. */
    async evaluate(id: string): Promise<void> {
      const none = { tokens: { succeed: async () => undefined }, start: async () => undefined };
      const given = { tenantId: TENANT_ID, promotionId: id, leg: 0, executionId: 'execution' };
      await evaluatePromotion(given, { ...deps, ...none, save: world.save, now: world.now });
    },
    get: async (id: string) => (await as('VIEWER')('GET', `/promotions/${id}`)).body,
    stored: (id: string) => deps.promotions.get(TENANT_ID as TenantId, id),
  };
}
