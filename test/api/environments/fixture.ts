// The environments domain on a real table, with a clock that a test moves.
import { createEnvironmentRepo } from '../../../entities/environments/environment.repo.ts';
import { createFreezeWindowRepo } from '../../../entities/environments/freezes/freeze-window.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { operations } from '../../../functions/environments/api.handler.ts';
import { manifest } from '../../../functions/environments/manifest.ts';
import { type ApiReply, apiCaller } from '../../support/http.ts';
import { startWorld } from '../../support/release-world.ts';

type Body = Record<string, unknown>;

export async function startEnvironments() {
  const world = await startWorld();
  const { table, clock, kit, services, tenants } = world;
  const environments = createEnvironmentRepo(table);
  const freezeWindows = createFreezeWindowRepo(table);
  const deps = { environments, freezeWindows, services, tenants };
  const call = apiCaller(manifest, httpHandler(manifest, operations, kit, deps));
  const asLead = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call({ role: 'LEAD', method, path, headers, ...(body === undefined ? {} : { body }) });
  let made = 0;
  async function created(path: string, body: Body): Promise<Body> {
    clock.at += 1;
    const reply: ApiReply = await asLead('POST', path, body);
    if (reply.status !== 201) throw new Error(reply.text);
    return reply.body;
  }
  const partition = async (name: string) => (await world.items()).filter(({ pk }) => String(pk).endsWith(name));
  return {
    ...{ world, clock, call, asLead, stop: world.stop },
    environment: (over: Body = {}) => created('/environments', { name: `environment-${++made}`, ...over }),
    freezeWindow: (over: Body = {}) =>
      created('/freeze-windows', {
        name: 'Fridays',
        dtstart: '2026-01-01T12:00',
        duration: 'PT12H',
        ...EVERY,
        ...over,
      }),
    eventsOf: async (id: unknown) => (await partition(`#OUTBOX#${id}`)).map(({ detailType }) => detailType),
    auditOf: async (type: string, id: unknown) => (await partition(`#AUDIT#${type}#${id}`)).map(({ action }) => action),
  };
}

const EVERY = { rrule: 'FREQ=WEEKLY;BYDAY=FR' };
