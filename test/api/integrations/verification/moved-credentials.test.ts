// A new scheme, host or port requires the credential again, for every type: a user who may change a config but does not know the token
// cannot have it sent to another host.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  INTEGRATION_TYPES,
  type IntegrationType,
  TYPE_NAMES,
} from '../../../../entities/integrations/types/integration-types.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { bodies, type Fixture, isPipeline, paths, segmentOf, startIntegrations } from '../fixture.ts';

let api: Fixture;
beforeAll(async () => {
  api = await startIntegrations();
});
afterAll(() => api.stop());

const ELSEWHERE = 'https://thief.example';

async function created(type: IntegrationType, over: { config?: object; credentials?: object } = {}) {
  const config = { ...bodies[type].config, ...(isPipeline(type) ? await api.createPair() : {}), ...over.config };
  const credentials = { ...bodies[type].credentials, ...over.credentials };
  const { id } = await api.create(segmentOf[type], { ...bodies[type], config, credentials });
  return { id: id as string, path: `/integrations/${segmentOf[type]}/${id}` };
}

/** Each type: the field that says where, and what has to be given again. */
const addresses: [IntegrationType, string, string[]][] = [
  ['GITHUB', 'baseUrl', ['credentials.token']],
  ['GITLAB', 'baseUrl', ['credentials.token']],
  ['BITBUCKET', 'baseUrl', ['credentials.token']],
  ['APP_STORE', 'baseUrl', ['credentials.privateKey']],
  ['PLAY_STORE', 'baseUrl', ['credentials.privateKey']],
  ['PLAY_STORE', 'tokenUrl', ['credentials.privateKey']],
  ['WEB', 'url', ['credentials.signingSecret']],
  ['JENKINS', 'baseUrl', ['credentials.apiToken']],
  ['GITHUB_ACTIONS', 'baseUrl', ['credentials.token']],
  ['GITLAB_CI', 'baseUrl', ['credentials.token', 'credentials.triggerToken']],
  ['SLACK', 'baseUrl', ['credentials.botToken']],
  ['JIRA', 'baseUrl', ['credentials.apiToken']],
  ['LINEAR', 'baseUrl', ['credentials.apiKey']],
  ['OCI_REGISTRY', 'baseUrl', ['credentials.password']],
];

it('each type that sends a credential has a row (S2)', () => {
  const sending = TYPE_NAMES.filter((type) => INTEGRATION_TYPES[type].sent.length > 0);
  expect(new Set(addresses.map(([type]) => type))).toEqual(new Set(sending));
});

describe('updateIntegration, another address', () => {
  it.each(addresses)('asks a %s whose %s changes for its credential again (S2)', async (type, field, missing) => {
    const { id, path } = await created(type);
    const before = [await api.itemOf(id), await api.secretOf(id)];
    const moved = { config: { [field]: ELSEWHERE } };
    const reply = await api.asLead('PATCH', path, moved);
    expect([reply.status, reply.body.code, paths(reply)]).toEqual([422, 'integration.credentials_needed', missing]);
    expect([await api.itemOf(id), await api.secretOf(id)]).toEqual(before);

    const all = bodies[type].credentials as Record<string, string>;
    const names = missing.map((at) => at.replace('credentials.', ''));
    const credentials = Object.fromEntries(names.map((name) => [name, all[name]]));
    const given = await api.asLead('PATCH', path, { ...moved, credentials });
    expect([given.status, given.body.config[field], given.body.verificationStatus]).toEqual([
      200,
      ELSEWHERE,
      'PENDING',
    ]);
  });

  it.each([
    ['another scheme', 'http://git.acme.example/api'],
    ['another host', 'https://git.acme.example.thief.example/api'],
    ['another port', 'https://git.acme.example:8443/api'],
    ['the default address', null],
  ])('asks for the credential at %s (S2)', async (_, baseUrl) => {
    const { path } = await created('GITHUB', { config: { baseUrl: 'https://git.acme.example/api' } });
    const reply = await api.asLead('PATCH', path, { config: { baseUrl } });
    expect([reply.status, reply.body.code]).toEqual([422, 'integration.credentials_needed']);
  });

  it.each([
    ['another path', 'https://git.acme.example/api/v3'],
    ['the same port in words', 'https://git.acme.example:443/api'],
    ['other letters', 'https://GIT.acme.example/api'],
  ])('does not ask for it at %s of the same origin', async (_, baseUrl) => {
    const { path } = await created('GITHUB', { config: { baseUrl: 'https://git.acme.example/api' } });
    expect((await api.asLead('PATCH', path, { config: { baseUrl } })).status).toBe(200);
  });

  it('is not content with a credential that only verifies what comes in (S2)', async () => {
    const { path } = await created('GITHUB');
    const credentials = { webhookSecret: 'another' };
    const reply = await api.asLead('PATCH', path, { config: { baseUrl: ELSEWHERE }, credentials });
    expect([reply.status, ...paths(reply)]).toEqual([422, 'credentials.token']);
  });

  it('asks for each credential that is sent, and takes null for one that is to be forgotten (S2)', async () => {
    const { id, path } = await created('GITLAB_CI');
    const moved = { config: { baseUrl: ELSEWHERE } };
    const half = await api.asLead('PATCH', path, { ...moved, credentials: { token: 'glpat-mine' } });
    expect([half.status, ...paths(half)]).toEqual([422, 'credentials.triggerToken']);
    const credentials = { token: 'glpat-mine', triggerToken: null };
    expect((await api.asLead('PATCH', path, { ...moved, credentials })).status).toBe(200);
    const sealed = String(await api.integrations.getSecret(TENANT_ID, id));
    expect(JSON.stringify(await api.sealer.open(TENANT_ID, id, sealed))).not.toContain('triggerToken');
  });
});

describe('updateIntegration, what verifies requests that speak for people', () => {
  it('goes with the token that proves whose Slack it is (S4)', async () => {
    const { path } = await created('SLACK');
    const signingSecret = 'a secret of the lead’s own';
    const alone = await api.asLead('PATCH', path, { credentials: { signingSecret } });
    expect([alone.status, alone.body.code, paths(alone)]).toEqual([
      422,
      'integration.credentials_needed',
      ['credentials.botToken'],
    ]);
    const { botToken } = bodies.SLACK.credentials;
    expect((await api.asLead('PATCH', path, { credentials: { signingSecret, botToken } })).status).toBe(200);
    expect((await api.asLead('PATCH', path, { credentials: { signingSecret: null } })).status).toBe(200);
  });
});
