// The trains domain on a real table: requests as any role, every success checked against its route's schema. The tenant has
// the integrations that a train's template names: `scm`, `store`, and `ci` that builds for both.
import { expect } from 'vitest';
import type { IntegrationItem } from '../../../entities/integrations/integration.repo.ts';
import type { IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import { createTrainRepo } from '../../../entities/trains/train.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import type { Route } from '../../../functions/_kit/manifest.ts';
import { operations } from '../../../functions/trains/api.handler.ts';
import { manifest } from '../../../functions/trains/manifest.ts';
import { type ApiReply, type ApiRequest, apiCaller } from '../../support/http.ts';
import { startWorld } from '../../support/release-world.ts';

export const NOW = Date.parse('2026-03-01T12:00:30.000Z');

export const trainBody = {
  service: 'app',
  name: 'Weekly',
  rrule: 'FREQ=WEEKLY;BYDAY=TU',
  timeZone: 'Europe/Berlin',
  template: { scmIntegrationId: 'scm', baseBranch: 'main', targets: ['store'] },
};

export async function startTrains() {
  const world = await startWorld();
  const { items, stop, clock, integrations, people, services } = world;
  clock.at = NOW;
  await world.service(trainBody.service);
  const trains = createTrainRepo(world.table);
  /** An integration whose id is its name. */
  const integration = (type: IntegrationType, name: string, over: Partial<IntegrationItem> = {}) =>
    world.integration(type, { name, integrationId: name, ...over });
  await integration('GITHUB', 'scm');
  await integration('APP_STORE', 'store');
  await integration('JENKINS', 'ci', { config: { scmIntegrationId: 'scm', targetIntegrationId: 'store' } });
  const deps = { trains, integrations, people, services };
  const send = apiCaller(manifest, httpHandler(manifest, operations, world.kit, deps));
  async function call(request: ApiRequest): Promise<ApiReply> {
    const reply = await send(request);
    if (reply.status < 300) {
      const [path = ''] = request.path.split('?');
      const route = Object.values<Route>(manifest.routes).find(
        (one) => one.method === request.method && one.path.split('/').length === path.split('/').length,
      );
      expect(reply.status).toBe(route?.status);
      expect(route?.reply?.safeParse(reply.body).error?.issues ?? []).toEqual([]);
    }
    return reply;
  }
  const asLead = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call({ role: 'LEAD', method, path, headers, ...(body === undefined ? {} : { body }) });
  return {
    ...{ world, clock, items, stop, call, asLead, integration, member: world.member, reverify: world.reverify },
    async create(over: object = {}): Promise<string> {
      clock.at += 1;
      const reply = await asLead('POST', '/trains', { ...trainBody, ...over });
      if (reply.status !== 201) throw new Error(reply.text);
      return reply.body.id;
    },
    stored: async (id: string) => (await items()).find(({ sk }) => sk === id),
    eventsOf: async (id: string) =>
      (await items())
        .filter(({ pk }) => String(pk).endsWith(`#OUTBOX#${id}`))
        .map(({ detailType }) => String(detailType)),
  };
}
