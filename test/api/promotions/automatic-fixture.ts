// The promotions domain with its consumers of deployments: a test reports a deployment, and delivers its events.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { BusEvent } from '../../../functions/_kit/bus/bus-event.ts';
import { consumers } from '../../../functions/promotions/events.handler.ts';
import { TENANT_ID } from '../../support/release-world.ts';
import { busEventOf } from '../../support/stored-events.ts';
import { type Ready, startPromotions } from './fixture.ts';

const tenantId = TENANT_ID as TenantId;
type Body = Record<string, unknown>;
export type AutomaticStage = Awaited<ReturnType<typeof startAutomatic>>;

export async function startAutomatic() {
  const stage = await startPromotions();
  const { world, clock } = stage;
  const deps = {
    ...{ ...stage.deps, save: world.save, now: world.now },
    ...{ tokens: { succeed: async () => undefined }, start: async () => undefined },
  };

  const deliver = (event: BusEvent, over: object = {}) =>
    consumers.events[event['detail-type']]?.(event, { ...deps, ...over } as never);
  /** Delivers the events about a subject, as often as it is called. */
  async function hear(subjectId: unknown, over: object = {}): Promise<void> {
    for (const item of await world.outboxOf(String(subjectId))) await deliver(busEventOf(item), over);
  }

  return {
    ...{ ...stage, deps, hear },
    /** A release that was deployed to one environment, of which the next one takes everything. */
    automatic: (over: Parameters<typeof stage.ready>[0] = {}) =>
      stage.ready({ ...over, prod: { autoPromote: true, ...over.prod } }),

    /** Deploys to an environment, and delivers the events. */
    async deployed(environment: string, service: string, body: Body): Promise<string> {
      clock.at += 1_000;
      const { id } = await stage.must('CI', 'POST', '/deployments', { environment, service, ...body });
      await hear(id);
      return String(id);
    },
    /** A deployment of the release to the second environment that was rolled back; the ids of both deployments. */
    async rolledBack({ prod, service, release }: Ready, reason = 'too slow'): Promise<readonly [string, string]> {
      const first = await this.deployed(prod, service, { release: release.key });
      const second = await this.deployed(prod, service, { version: '0.1.0', rollbackOf: first, reason });
      await hear(first);
      return [first, second];
    },

    /** A deployment to the second environment that took itself back. */
    async tookItselfBack({ prod, service, release }: Ready): Promise<string> {
      const id = await this.deployed(prod, service, {
        release: release.key,
        reason: 'error_rate is 7',
        status: 'FAILED',
      });
      const [{ detail }] = (await world.outboxOf(id)).map(busEventOf) as [BusEvent];
      const data = { ...(detail.data as Body), status: 'ROLLED_BACK', rolledBackBy: id };
      await deliver({ id, source: '', 'detail-type': 'DeploymentRolledBack', time: '', detail: { ...detail, data } });
      return id;
    },

    /** Another release of the service. */
    next: ({ service, componentId }: Ready, over: Body = {}) => stage.release(service, componentId, over),

    /** Promotions to the second environment, newest first. */
    async promotionsTo({ prod }: Pick<Ready, 'prod'>): Promise<Body[]> {
      return (await stage.as('VIEWER')('GET', `/promotions?environmentId=${prod}`)).body.items;
    },
    async holdOf({ prod }: Pick<Ready, 'prod'>): Promise<Body | undefined> {
      return (await stage.as('VIEWER')('GET', `/promotion-holds?environmentId=${prod}`)).body.items[0];
    },
    heldOf: ({ prod, serviceId }: Pick<Ready, 'prod' | 'serviceId'>) =>
      deps.holds.find({ tenantId, environmentId: prod, serviceId }),
  };
}
