// The environments domain on a real table, with a clock that a test moves.
import { newId } from '../../../entities/_base/ids.ts';
import { createEnvironmentRepo } from '../../../entities/environments/environment.repo.ts';
import { createFreezeWindowRepo } from '../../../entities/environments/freezes/freeze-window.repo.ts';
import { createTargetRepo } from '../../../entities/environments/targets/target.repo.ts';
import type { Role } from '../../../entities/names.ts';
import { createTeamRepo } from '../../../entities/people/teams/team.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { createSealer } from '../../../functions/_kit/sealer.ts';
import { operations } from '../../../functions/environments/api.handler.ts';
import { manifest } from '../../../functions/environments/manifest.ts';
import { type ApiReply, apiCaller } from '../../support/http.ts';
import { startWorld, TENANT_ID } from '../../support/release-world.ts';
import { createFakeKms } from '../../support/services/fake-kms.ts';

type Body = Record<string, unknown>;

export async function startEnvironments() {
  const world = await startWorld();
  const { table, clock, kit, services, components, tenants } = world;
  const environments = createEnvironmentRepo(table);
  const freezeWindows = createFreezeWindowRepo(table);
  const targets = createTargetRepo(table);
  const kms = createFakeKms();
  const sealer = createSealer({ keyId: 'alias/test', kms });
  const deps = {
    environments,
    freezeWindows,
    targets,
    components,
    services,
    teams: createTeamRepo(table),
    tenants,
    sealer,
  };
  const call = apiCaller(manifest, httpHandler(manifest, operations, kit, deps));
  const as =
    (role: Role) =>
    (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      call({ role, method, path, headers, ...(body === undefined ? {} : { body }) });
  const [asLead, asAdmin] = [as('LEAD'), as('ADMIN')];
  let made = 0;
  const send = (path: string, body: Body): Promise<ApiReply> =>
    path === '/components' ? world.asLead('POST', path, body) : asAdmin('POST', path, body);
  async function created(path: string, body: Body): Promise<Body> {
    clock.at += 1;
    const reply = await send(path, body);
    if (reply.status !== 201) throw new Error(reply.text);
    return reply.body;
  }
  const partition = async (name: string) => (await world.items()).filter(({ pk }) => String(pk).endsWith(name));
  return {
    ...{ world, clock, call, asLead, asAdmin, deps, sealer, stop: world.stop },
    environment: (over: Body = {}) => created('/environments', { name: `environment-${++made}`, ...over }),
    freezeWindow: (over: Body = {}) =>
      created('/freeze-windows', {
        name: 'Fridays',
        dtstart: '2026-01-01T12:00',
        duration: 'PT12H',
        ...EVERY,
        ...over,
      }),
    component: (over: Body = {}) =>
      created('/components', { name: `component-${++made}`, imageRepository: 'ghcr.io/acme/web', ...over }),
    /** The id of a team of nobody. */
    async team(slug: string): Promise<string> {
      const teamId = newId<'Team'>(clock.at);
      const createdAt = new Date(clock.at).toISOString();
      await world.seed(deps.teams.create({ tenantId: TENANT_ID, teamId, slug, name: slug, memberCount: 0, createdAt }));
      return teamId;
    },
    /** A target; it names an environment and a component of its own unless `over` names others. */
    async target(over: Body = {}): Promise<Body> {
      const environmentId = over.environmentId ?? (await this.environment()).id;
      const componentId = over.componentId ?? (await this.component()).id;
      return created('/targets', {
        name: `target-${++made}`,
        type: 'DOCKER_HOST',
        ...over,
        environmentId,
        componentId,
      });
    },
    /** The uses that an item counts, and those by targets. */
    async usesOf(id: unknown): Promise<unknown[]> {
      const found = (await world.items()).find(({ sk, revision }) => sk === id && revision !== undefined);
      return [found?.useCount ?? 0, found?.targetCount ?? 0];
    },
    eventsOf: async (id: unknown) => (await partition(`#OUTBOX#${id}`)).map(({ detailType }) => detailType),
    auditOf: async (type: string, id: unknown) => (await partition(`#AUDIT#${type}#${id}`)).map(({ action }) => action),
  };
}

const EVERY = { rrule: 'FREQ=WEEKLY;BYDAY=FR' };
