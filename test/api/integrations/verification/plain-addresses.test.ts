// Addresses without TLS, which are stored only where the deployment lists their host.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bodies, type Fixture, startIntegrations } from '../fixture.ts';

let api: Fixture;
beforeAll(async () => {
  api = await startIntegrations(['ci.corp']);
});
afterAll(() => api.stop());

const cases: [string, keyof typeof bodies, string, string][] = [
  ['a base URL', 'GITHUB', 'scm', 'baseUrl'],
  ['the base URL of a Slack', 'SLACK', 'communications', 'baseUrl'],
  ['the base URL of a Jira', 'JIRA', 'tickets', 'baseUrl'],
  ['the base URL of a registry', 'OCI_REGISTRY', 'registries', 'baseUrl'],
  ['the URL of a deployment endpoint', 'WEB', 'targets', 'url'],
  ['the URL of a token', 'PLAY_STORE', 'targets', 'tokenUrl'],
];

it.each(cases)('%s is https, when it is created and when it is changed (S15)', async (_label, type, segment, field) => {
  const { config, ...body } = bodies[type] as { config: object };
  const at = (host: string) => ({
    ...body,
    name: `${type} at ${host}`,
    config: { ...config, [field]: `http://${host}/x` },
  });
  const refused = await api.asLead('POST', `/integrations/${segment}`, at('ci.example'));
  expect(refused).toMatchObject({
    status: 422,
    body: {
      code: 'integration.address_refused',
      fields: [
        { path: `config.${field}`, code: 'integration.plain_http', message: expect.stringMatching(/^must be https/) },
      ],
    },
  });
  const { id } = await api.create(segment, at('ci.corp'));
  const change = {
    config: { [field]: 'http://ci.example/y' },
    credentials: (body as { credentials?: object }).credentials,
  };
  const changed = await api.asLead('PATCH', `/integrations/${segment}/${id}`, change);
  expect(changed).toMatchObject({ status: 422, body: { code: 'integration.address_refused' } });
});
