// The trains domain on a real table: requests as any role, every success checked against its route's schema.
import { expect } from 'vitest';
import { createTrainRepo } from '../../../entities/trains/train.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { createHttpKit } from '../../../functions/_kit/http/kit.ts';
import type { Route } from '../../../functions/_kit/manifest.ts';
import { manifest } from '../../../functions/trains/manifest.ts';
import { operations } from '../../../functions/trains/operations.ts';
import { type ApiReply, type ApiRequest, apiCaller } from '../../support/http.ts';
import { startTable } from '../../support/table.ts';

export const NOW = Date.parse('2026-03-01T12:00:30.000Z');

export const trainBody = {
  service: 'app',
  name: 'Weekly',
  rrule: 'FREQ=WEEKLY;BYDAY=TU',
  timeZone: 'Europe/Berlin',
  template: { scmIntegrationId: 'scm', baseBranch: 'main', targets: ['store'] },
};

export async function startTrains() {
  const { table, items, stop } = await startTable();
  const clock = { at: NOW };
  const trains = createTrainRepo(table);
  const send = apiCaller(
    manifest,
    httpHandler(
      manifest,
      operations,
      createHttpKit(table, () => clock.at),
      { trains },
    ),
  );
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
    ...{ clock, items, stop, call, asLead },
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
