// The ground of deployments of Windlass in a real table: an environment with targets, a component, releases with digests, deployments.
import { newId, type TenantId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { createDeploymentRepo } from '../../../entities/deployments/deployment.repo.ts';
import { rolloutSchema } from '../../../entities/deployments/rollout.model.ts';
import { newDriven } from '../../../entities/deployments/windlass/driven.model.ts';
import { createEnvironmentBody, newEnvironment } from '../../../entities/environments/environment.model.ts';
import { createEnvironmentRepo } from '../../../entities/environments/environment.repo.ts';
import { createFreezeWindowBody, newFreezeWindow } from '../../../entities/environments/freezes/freeze-window.model.ts';
import { createFreezeWindowRepo } from '../../../entities/environments/freezes/freeze-window.repo.ts';
import type { TargetItem } from '../../../entities/environments/targets/target.entity.ts';
import { createTargetBody, newTarget } from '../../../entities/environments/targets/target.model.ts';
import { createTargetRepo } from '../../../entities/environments/targets/target.repo.ts';
import { type PromotionItem, promotionDefinition } from '../../../entities/promotions/promotion.entity.ts';
import { createPromotionRepo } from '../../../entities/promotions/promotion.repo.ts';
import { type Kit, TENANT_ID, type World } from '../release-world.ts';

type Body = Record<string, unknown>;
const tenantId = TENANT_ID as TenantId;

export const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;
/** A target is three items. */
const IN_TRANSACTION = 30;
const ADA = { type: 'USER', id: 'ada', name: 'Ada' } as const;

export interface Ground {
  readonly environmentId: string;
  readonly componentId: string;
  readonly targetIds: readonly string[];
  readonly service: string;
  readonly serviceId: string;
}

export function groundOf(world: World) {
  const { table, clock, seed } = world;
  const deployments = createDeploymentRepo(table);
  const environments = createEnvironmentRepo(table);
  const targets = createTargetRepo(table);
  const promotions = createPromotionRepo(table);
  const freezeWindows = createFreezeWindowRepo(table);
  let kit: Kit | undefined;
  let made = 0;

  function targetOf(environmentId: string, componentId: string, over: Body): TargetItem {
    clock.at += 1;
    const body = { name: `web-${String(++made).padStart(3, '0')}`, type: 'SHELL', environmentId, componentId, ...over };
    return newTarget(tenantId, clock.at, createTargetBody.parse(body));
  }

  return {
    /** A place of its own: a service, an environment and `count` targets of one component. */
    async ground(count = 2, labelsOf: (index: number) => Body = () => ({}), over: Body = {}): Promise<Ground> {
      const name = `place-${++made}`;
      await world.service(name);
      const service = await world.services.bySlug(tenantId, name);
      const asked = { name, imageRepository: `ghcr.io/acme/${name}`, serviceId: service?.serviceId, ...over };
      const { body } = await world.asLead('POST', '/components', asked);
      const environment = newEnvironment(tenantId, clock.at, createEnvironmentBody.parse({ name }));
      await seed(environments.create(environment));
      const { environmentId } = environment;
      const all = Array.from({ length: count }, (_, index) =>
        targetOf(environmentId, body.id, { labels: labelsOf(index) }),
      );
      for (let from = 0; from < count; from += IN_TRANSACTION) {
        await seed(all.slice(from, from + IN_TRANSACTION).flatMap((item) => targets.create(item, undefined)));
      }
      const targetIds = all.map(({ targetId }) => targetId);
      return { environmentId, componentId: body.id, targetIds, service: name, serviceId: String(service?.serviceId) };
    },

    /** A release of the service whose component has the digest; without one it has no components. */
    async release({ service, componentId }: Ground, version: string, digest?: string): Promise<string> {
      kit ??= await world.integrationKit();
      const { id } = await world.release(kit, { service, version });
      const { release } = await world.stored(id);
      const components = digest && [{ componentId, name: service, tag: version, digest, semver: version }];
      await seed([world.releases.update(release, release.updatedAt, { components: components || undefined } as never)]);
      return id;
    },

    /** A stored deployment of Windlass. */
    async driven(
      { environmentId, componentId, service, serviceId }: Ground,
      {
        rollout = {},
        digest = digestOf('b'),
        ...over
      }: Body & { readonly rollout?: object; readonly digest?: string } = {},
    ): Promise<DeploymentItem> {
      clock.at += 1;
      const making = {
        place: { tenantId, environmentId, serviceId, service },
        release: { releaseId: newId<'Release'>(clock.at), version: '2.0.0' },
        components: [{ componentId, name: service, digest }],
        ...{ rollout: rolloutSchema.parse(rollout), by: ADA },
      };
      const item = { ...newDriven(making, clock.at), ...over } as DeploymentItem;
      await seed(deployments.create(item));
      return item;
    },

    async promotion(
      { environmentId, componentId, service, serviceId }: Ground,
      over: Partial<PromotionItem> = {},
    ): Promise<PromotionItem> {
      clock.at += 1;
      const promotionId = newId<'Promotion'>(clock.at);
      const item = {
        ...{ tenantId, promotionId, shelf: promotionId.slice(-1), month: '2026-03' },
        ...{
          releaseId: newId<'Release'>(clock.at),
          releaseKey: `${service}@2.0.0`,
          serviceId,
          service,
          version: '2.0.0',
        },
        ...{
          targetEnvironmentId: environmentId,
          environmentName: 'production',
          status: 'DEPLOYING',
          isRollback: false,
        },
        ...{
          requestedBy: ADA,
          requestedAt: isoOf(clock.at),
          authors: [],
          policyVersion: 1,
          approvedHash: 'hash',
          round: 1,
        },
        components: [{ componentId, name: service, digest: digestOf('b') }],
        rollout: rolloutSchema.parse({ smokeTestSeconds: 0 }),
        ...firstStamps(promotionDefinition, isoOf(clock.at)),
        ...over,
      } as PromotionItem;
      await seed(promotions.create(item));
      return item;
    },

    async freeze(over: Body = {}): Promise<void> {
      const body = createFreezeWindowBody.parse({
        name: 'Freeze',
        dtstart: '2026-03-01T00:00',
        duration: 'P1D',
        ...over,
      });
      const caller = { tenantId, at: clock.at, actor: ADA };
      await seed(freezeWindows.create(newFreezeWindow(caller, { ...body, timeZone: 'UTC' })));
    },

    async askApprovals(environmentId: string): Promise<void> {
      const item = await environments.get(tenantId, environmentId);
      await seed(environments.update(item, isoOf(clock.at), { requiredApprovals: 1 }));
    },

    async liftStop(environmentId: string): Promise<void> {
      const item = await environments.get(tenantId, environmentId);
      await seed(environments.update(item, isoOf(clock.at), { stop: undefined, isStopped: false }));
    },

    async stopEnvironment(environmentId: string): Promise<void> {
      const item = await environments.get(tenantId, environmentId);
      const stop = { reason: 'Fire', at: isoOf(clock.at), by: 'ada', byName: 'Ada' };
      await seed(environments.update(item, isoOf(clock.at), { stop, isStopped: true }));
    },
  };
}
