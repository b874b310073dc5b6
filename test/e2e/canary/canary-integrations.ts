// The life of an integration of every type with canaries as credentials: created twice with one key, refused by a service that quotes the
// credential, rotated, called by webhooks, deleted.

import { segmentOfKind } from '../../../entities/integrations/types/integration-kinds.ts';
import { INTEGRATION_TYPES, type IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import type { JsonObject } from '../../../infra/local/contracts.ts';
import { canaryCredentials, spellingsOf } from '../../support/services/canary-secrets.ts';
import type { Body } from '../../support/stack.ts';
import type { CanaryService } from './canary-service.ts';

/** Sends a request below the tenant as its admin, notes the answer and gives its body. */
export type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Body>;

export interface Surroundings {
  readonly ask: Ask;
  /** Base URL of the stand-ins. */
  readonly outside: string;
  readonly service: CanaryService;
  /** The SCM that pipelines build from, and the target they build for. */
  readonly scmIntegrationId: string;
  readonly targetIntegrationId: string;
}

/** An environment has no credentials. */
type Outward = Exclude<IntegrationType, 'SERVER'>;
export const ALL_TYPES = (Object.keys(INTEGRATION_TYPES) as IntegrationType[]).filter((type) => type !== 'SERVER');

type ConfigAt = (baseUrl: string, pipeline: JsonObject) => JsonObject;
const repository = { owner: 'acme', repository: 'canary' };

/** Where the stand-in is, and the config that has the service at a URL. */
const CONFIGS: Readonly<Record<Outward, readonly [string, ConfigAt]>> = {
  GITHUB: ['github', (baseUrl) => ({ baseUrl, ...repository })],
  GITLAB: ['gitlab', (baseUrl) => ({ baseUrl, project: 'acme/canary' })],
  BITBUCKET: ['bitbucket', (baseUrl) => ({ baseUrl, workspace: 'acme', repository: 'canary' })],
  APP_STORE: ['app-store', (baseUrl) => ({ baseUrl, appId: '1234567890' })],
  PLAY_STORE: ['play-store', (baseUrl) => ({ baseUrl, tokenUrl: `${baseUrl}/token`, packageName: 'com.acme.canary' })],
  WEB: ['web', (url) => ({ url: `${url}/deploy` })],
  JENKINS: ['jenkins', (baseUrl, pipeline) => ({ baseUrl, jobPath: 'canary', ...pipeline })],
  GITHUB_ACTIONS: ['github', (baseUrl, pipeline) => ({ baseUrl, ...repository, workflow: 'canary.yml', ...pipeline })],
  GITLAB_CI: ['gitlab', (baseUrl, pipeline) => ({ baseUrl, project: 'acme/canary', ...pipeline })],
  SLACK: ['slack', (baseUrl) => ({ baseUrl, channels: { releases: 'C0CANARY' } })],
  EMAIL: ['ses', () => ({ fromAddress: 'canary@acme.example', recipients: { releases: ['team@acme.example'] } })],
  JIRA: ['jira', (baseUrl) => ({ baseUrl, projectKey: 'CNRY' })],
  LINEAR: ['linear', (baseUrl) => ({ baseUrl, teamKey: 'CNRY' })],
  OCI_REGISTRY: ['registry', (baseUrl) => ({ baseUrl })],
};

/** The refused integrations by type, one for each field of its credentials, and every credential that was given. */
export interface Toured {
  readonly refusals: ReadonlyMap<IntegrationType, readonly Body[]>;
  readonly credentials: readonly JsonObject[];
}

export async function tourAllTypes(surroundings: Surroundings): Promise<Toured> {
  const refusals = new Map<IntegrationType, readonly Body[]>();
  const credentials: JsonObject[] = [];
  for (const type of ALL_TYPES) {
    const given = [canaryCredentials(type, 1), canaryCredentials(type, 2)] as const;
    credentials.push(...given);
    refusals.set(type, await tour(type, given, surroundings));
  }
  return { refusals, credentials };
}

/** The integration after each refusal whose words hold a field of its credentials. */
async function tour(
  type: Outward,
  [first, second]: readonly [JsonObject, JsonObject],
  { ask, outside, service, scmIntegrationId, targetIntegrationId }: Surroundings,
): Promise<readonly Body[]> {
  const [standIn, configAt] = CONFIGS[type];
  const pipeline = { scmIntegrationId, targetIntegrationId };
  const segment = `/integrations/${segmentOfKind(INTEGRATION_TYPES[type].kind)}`;
  const name = `Canary of ${type}`;
  const wanted = { name, type, config: configAt(`${outside}/${standIn}`, pipeline), credentials: first };
  const once = { 'idempotency-key': `canary-${type}` };
  const { id } = await ask('POST', segment, wanted, once);
  await ask('POST', segment, wanted, once);
  await ask('POST', segment, { ...wanted, credentials: second }, once);
  await ask('POST', `${segment}/${id}/verify`);

  const rotated = { config: configAt(`${service.url}/${type}`, pipeline), credentials: second };
  await ask('PATCH', `${segment}/${id}`, rotated);
  service.say(undefined);
  // The one that asks for no more than a success: what was good and is refused is told in chats.
  if (type === 'WEB') await ask('POST', `${segment}/${id}/verify`);
  const refused: Body[] = [];
  for (const secret of Object.values(second)) {
    service.say(spellingsOf(String(secret)));
    refused.push(await ask('POST', `${segment}/${id}/verify`));
  }
  await callHook(id, second, ask);
  await ask('DELETE', `${segment}/${id}`);
  return refused;
}

/** With the secret itself where a signature belongs, as of a sender that is set up wrongly. */
async function callHook(id: string, credentials: JsonObject, ask: Ask): Promise<void> {
  const secret = String(credentials.webhookSecret ?? credentials.signingSecret ?? '');
  const names = ['authorization', 'x-gitlab-token', 'x-hub-signature-256', 'x-hub-signature', 'x-slack-signature'];
  const headers = Object.fromEntries([...names, 'x-apple-signature', 'x-windlass-signature'].map((of) => [of, secret]));
  await ask('POST', `/hooks/${id}`, { name: 'canary' }, headers);
}
