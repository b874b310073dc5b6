// The integrations domain beside the releases of a world: on the same table, with the same clock. It verifies nothing.

import { createEnvironmentRepo } from '../../../entities/environments/environment.repo.ts';
import { createReleaseNamesRepo } from '../../../entities/releases/lists/release-names.repo.ts';
import { createIntegrationUseRepo } from '../../../entities/releases/uses/integration-use.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { operations } from '../../../functions/integrations/api.handler.ts';
import { createUsersOf } from '../../../functions/integrations/changes/users.ts';
import { manifest } from '../../../functions/integrations/manifest.ts';
import { apiCaller } from '../http.ts';
import type { World } from '../release-world.ts';

const SEGMENTS = {
  SCM: 'scm',
  TARGET: 'targets',
  PIPELINE: 'pipelines',
  COMMUNICATION: 'communications',
  TICKET: 'tickets',
  REGISTRY: 'registries',
} as const;

export function integrationsApiOf(world: World) {
  const { table, integrations, kit } = world;
  const uses = createIntegrationUseRepo(table);
  const none = () => Promise.reject(new Error('not in this world'));
  const call = apiCaller(
    manifest,
    httpHandler(manifest, operations, kit, {
      integrations,
      sealer: { seal: none, open: none },
      verification: none,
      mailRules: none,
      components: world.components,
      environments: createEnvironmentRepo(table),
      usersOf: createUsersOf({ uses, names: createReleaseNamesRepo(table) }),
    }),
  );
  const pathOf = (kind: keyof typeof SEGMENTS, integrationId: string) =>
    `/integrations/${SEGMENTS[kind]}/${integrationId}`;
  return {
    uses,
    /** Asks for the deletion of an integration, as a lead. */
    remove: (kind: keyof typeof SEGMENTS, integrationId: string, headers: Record<string, string> = {}) =>
      call({ role: 'LEAD', method: 'DELETE', path: pathOf(kind, integrationId), headers }),
  };
}
