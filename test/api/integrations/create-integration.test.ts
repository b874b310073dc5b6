// createIntegration: what is stored and told, every type, every input that is refused, repetition, uniqueness of names.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import { TENANT_ID, USER_ID } from '../../support/http.ts';
import {
  bodies,
  type Fixture,
  isPipeline,
  MISSING_ID,
  NOW_ISO,
  paths,
  segmentOf,
  startIntegrations,
} from './fixture.ts';

let api: Fixture;
beforeAll(async () => {
  api = await startIntegrations();
});
afterAll(() => api.stop());

const types = Object.keys(bodies) as IntegrationType[];
const complete = async (type: IntegrationType) =>
  isPipeline(type) ? { ...bodies[type].config, ...(await api.createPair()) } : bodies[type].config;

describe('createIntegration', () => {
  it.each(types)('creates a %s that waits for verification', async (type) => {
    const config = await complete(type);
    const body = { ...bodies[type], config, name: `  My ${type}  ` };
    const reply = await api.asLead('POST', `/integrations/${segmentOf[type]}`, body);

    expect(reply.status).toBe(201);
    const { id: integrationId, ...view } = reply.body;
    expect(view).toEqual({
      kind: expect.any(String),
      type,
      name: `My ${type}`,
      config: expect.objectContaining(config),
      isActive: true,
      verificationStatus: 'PENDING',
      lastVerifiedAt: null,
      verificationError: null,
      healthStatus: 'UNKNOWN',
      brokenSince: null,
      nextCheckAt: expect.stringMatching(/^2026-03-02T1[12]:/),
      configuredByAccountId: USER_ID,
      lastTriggeredAt: null,
      revision: 1,
      createdAt: NOW_ISO,
      updatedAt: NOW_ISO,
      actions: expect.any(Array),
    });
    expect(reply.headers.etag).toBe('"1"');
    expect(reply.headers.location).toBe(`/api/v1/${TENANT_ID}/integrations/${segmentOf[type]}/${integrationId}`);
    const shown = await api.asLead('GET', `/integrations/${segmentOf[type]}/${integrationId}`);
    expect(shown.body).toEqual(reply.body);
  });

  it('keeps what a pipeline says of itself, and who configured it last (W12)', async () => {
    const told = { description: 'Nightly', parameters: { FLAVOR: 'beta' }, buildTimeoutMinutes: 90 };
    const config = { ...(await complete('JENKINS')), ...told };
    const { id, ...created } = await api.create('pipelines', { ...bodies.JENKINS, name: 'Told', config });
    expect(created.config).toMatchObject(told);
    const colleague = '0192f000-0000-7000-8000-0000000000bb';
    const patch = (body: object) =>
      api.call({ role: 'LEAD', userId: colleague, method: 'PATCH', path: `/integrations/pipelines/${id}`, body });
    expect((await patch({ name: 'Told again' })).body.configuredByAccountId).toBe(USER_ID);
    expect((await patch({ config: { description: null } })).body.configuredByAccountId).toBe(colleague);
  });

  it.each([
    ['RELEASE_VERSION', { RELEASE_VERSION: 'x' }, /^must not be one of RELEASE_VERSION, BRANCH, WINDLASS_TRIGGER_ID/],
    ['a name that is none', { 'a b': 'x' }, /./],
    ['eleven', Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`P${n}`, 'x'])), /^must be at most 10$/],
  ])('refuses %s among the parameters of a pipeline', async (_, parameters, message) => {
    const config = { ...(await complete('JENKINS')), parameters };
    const reply = await api.asLead('POST', '/integrations/pipelines', { ...bodies.JENKINS, name: 'No', config });
    expect([reply.status, reply.body.fields[0].path]).toEqual([400, expect.stringMatching(/^config\.parameters/)]);
    expect(reply.body.fields[0].message).toMatch(message);
  });

  it('stores the item, the sealed credentials, one event and one audit entry together', async () => {
    const created = await api.create('scm', { ...bodies.GITHUB, name: 'Stored' });
    const { id, actions: _, ...rest } = created;
    const after = { id, ...rest };

    const item = await api.itemOf(id);
    expect(item).toMatchObject({ pk: `T#${TENANT_ID}#INTEGRATIONS`, sk: `SCM#${id}`, useCount: 0, schemaVersion: 1 });
    expect(JSON.stringify(item).length).toBeLessThan(1000);
    const secret = await api.secretOf(id);
    expect(await api.sealer.open(TENANT_ID, id, String(secret?.sealed))).toEqual(bodies.GITHUB.credentials);
    const data = { integrationId: id, kind: 'SCM', type: 'GITHUB', name: 'Stored' };
    expect(await api.eventsOf(id)).toEqual([
      { type: 'IntegrationCreated', data: { ...data, isActive: true, verificationStatus: 'PENDING' } },
    ]);
    expect(await api.auditOf(id)).toEqual([
      expect.objectContaining({
        action: 'integration.created',
        actor: expect.objectContaining({ id: USER_ID }),
        details: { after },
      }),
    ]);
  });

  const github = { ...bodies.GITHUB, name: 'x' };
  const without = (key: string) => Object.fromEntries(Object.entries(github).filter(([name]) => name !== key));
  const withConfig = (config: object) => ({ ...github, config: { ...github.config, ...config } });
  const invalid: [string, string, unknown, number, string, string[]][] = [
    ['no body', 'scm', undefined, 400, 'request.invalid', ['body']],
    ['an empty body', 'scm', '', 400, 'request.invalid', ['body']],
    ['broken JSON', 'scm', '{"name":', 400, 'request.invalid_json', []],
    ['an empty object', 'scm', {}, 400, 'request.invalid', ['type']],
    ['an array', 'scm', [], 400, 'request.invalid', ['']],
    ['a text', 'scm', '"GITHUB"', 400, 'request.invalid', ['']],
    ['null', 'scm', 'null', 400, 'request.invalid', ['']],
    ['an unknown type', 'scm', { ...github, type: 'CVS' }, 400, 'request.invalid', ['type']],
    ['a type of another kind', 'tickets', github, 400, 'request.invalid', ['type']],
    ['no name', 'scm', without('name'), 400, 'request.invalid', ['name']],
    ['a blank name', 'scm', { ...github, name: '   ' }, 400, 'request.invalid', ['name']],
    ['a name of 101 characters', 'scm', { ...github, name: 'x'.repeat(101) }, 400, 'request.invalid', ['name']],
    ['a name with a line feed', 'scm', { ...github, name: 'a\nb' }, 400, 'request.invalid', ['name']],
    ['half a character in the name', 'scm', { ...github, name: 'a\ud800' }, 400, 'request.invalid', ['name']],
    ['a name that is no text', 'scm', { ...github, name: 7 }, 400, 'request.invalid', ['name']],
    ['no config', 'scm', without('config'), 400, 'request.invalid', ['config']],
    ['no credentials', 'scm', without('credentials'), 400, 'request.invalid', ['credentials']],
    ['an empty token', 'scm', { ...github, credentials: { token: '' } }, 400, 'request.invalid', ['credentials.token']],
    ['isActive as text', 'scm', { ...github, isActive: 'true' }, 400, 'request.invalid', ['isActive']],
    ['an unknown field', 'scm', { ...github, useCount: 0 }, 400, 'request.invalid', ['useCount']],
    ['an unknown field of config', 'scm', withConfig({ branch: 'main' }), 400, 'request.invalid', ['config.branch']],
    ['a base URL that is none', 'scm', withConfig({ baseUrl: 'github' }), 400, 'request.invalid', ['config.baseUrl']],
    ['tags without a version', 'scm', withConfig({ tagFormat: 'v1' }), 400, 'request.invalid', ['config.tagFormat']],
    ['a file URL', 'scm', withConfig({ baseUrl: 'file:///etc' }), 400, 'request.invalid', ['config.baseUrl']],
    [
      'a base URL with a password',
      'scm',
      withConfig({ baseUrl: 'https://me:canary@github.test' }),
      400,
      'request.invalid',
      ['config.baseUrl'],
    ],
    [
      'several things at once',
      'scm',
      { ...github, name: '', config: { owner: 1, repository: 'app', x: 1 }, credentials: {} },
      400,
      'request.invalid',
      ['name', 'config.owner', 'config.x', 'credentials.token'],
    ],
    [
      'credentials that KMS cannot seal',
      'scm',
      { ...github, credentials: { token: 'x'.repeat(4096) } },
      400,
      'request.invalid',
      ['credentials'],
    ],
    ['1 MB of text', 'scm', 'x'.repeat(1_000_000), 413, 'request.too_large', []],
    [
      'a pipeline without references',
      'pipelines',
      { ...bodies.JENKINS, name: 'x' },
      400,
      'request.invalid',
      ['config.scmIntegrationId', 'config.targetIntegrationId'],
    ],
  ];
  it.each(invalid)('refuses %s and writes nothing', async (_, segment, body, status, code, fields) => {
    const before = (await api.items()).length;
    const reply = await api.asLead('POST', `/integrations/${segment}`, body, { 'content-type': 'application/json' });
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(paths(reply).sort()).toEqual([...fields].sort());
    expect((await api.items()).length).toBe(before);
  });

  it.each([
    ['the same', 'Main App', 'Main App'],
    ['the same in other letters', 'Beta App', 'BETA app'],
    ['the same within blanks', 'Gamma App', '  Gamma App '],
    ['the same with accents composed otherwise', 'D\u00e9j\u00e0', 'De\u0301ja\u0300'],
  ])('answers 409 integration.name_taken for %s name', async (_, taken, name) => {
    await api.create('scm', { ...bodies.GITHUB, name: taken });
    const reply = await api.asLead('POST', '/integrations/scm', { ...bodies.GITHUB, name });
    expect([reply.status, reply.body.code, paths(reply)]).toEqual([409, 'integration.name_taken', ['name']]);
  });

  it('lets another kind and another tenant have the same name', async () => {
    await api.create('scm', { ...bodies.GITHUB, name: 'Shared' });
    await api.create('tickets', { ...bodies.JIRA, name: 'Shared' });
    await api.create('scm', { ...bodies.GITHUB, name: 'Shared' }, api.inOtherTenant);
  });

  it('gives a name to one of ten that ask for it at once', async () => {
    const body = { ...bodies.GITHUB, name: 'Contended' };
    const replies = await Promise.all(Array.from({ length: 10 }, () => api.asLead('POST', '/integrations/scm', body)));
    const statuses = replies.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(9).fill(409)]);
  });

  describe('a pipeline', () => {
    const jenkins = (references: object) => ({
      ...bodies.JENKINS,
      name: `pipeline ${Math.random()}`,
      config: { ...bodies.JENKINS.config, ...references },
    });

    it('counts as a user of its SCM and its target', async () => {
      const pair = await api.createPair();
      const { revision } = (await api.asLead('GET', `/integrations/scm/${pair.scmIntegrationId}`)).body;
      await api.create('pipelines', jenkins(pair));
      expect(await api.itemOf(pair.scmIntegrationId)).toMatchObject({ useCount: 1, revision });
      expect(await api.itemOf(pair.targetIntegrationId)).toMatchObject({ useCount: 1, revision });
    });

    const both = ['config.scmIntegrationId', 'config.targetIntegrationId'];
    const wrong: [string, () => Promise<object>, string[]][] = [
      ['missing ones', async () => ({ scmIntegrationId: MISSING_ID, targetIntegrationId: MISSING_ID }), both],
      ['another tenant’s', () => api.createPair(api.inOtherTenant), both],
      [
        'a target for the SCM',
        async () => {
          const pair = await api.createPair();
          return { ...pair, scmIntegrationId: pair.targetIntegrationId };
        },
        ['config.scmIntegrationId'],
      ],
      [
        'an inactive target',
        async () => {
          const pair = await api.createPair();
          await api.asLead('PATCH', `/integrations/targets/${pair.targetIntegrationId}`, { isActive: false });
          return pair;
        },
        ['config.targetIntegrationId'],
      ],
    ];
    it.each(wrong)('is refused with %s, naming every one', async (_, references, fields) => {
      const body = jenkins(await references());
      const before = (await api.items()).length;
      const reply = await api.asLead('POST', '/integrations/pipelines', body);
      expect([reply.status, reply.body.code]).toEqual([422, 'integration.reference_invalid']);
      expect(paths(reply)).toEqual(fields);
      for (const field of reply.body.fields) expect(field.code).toBe('integration.reference_invalid');
      expect((await api.items()).length).toBe(before);
    });
  });

  describe('with an Idempotency-Key', () => {
    const key = { 'idempotency-key': 'create-1' };
    const body = { ...bodies.GITHUB, name: 'Once' };

    it('answers a repetition byte for byte and creates once', async () => {
      const first = await api.asLead('POST', '/integrations/scm', body, key);
      const second = await api.asLead('POST', '/integrations/scm', body, key);
      expect(first.status).toBe(201);
      expect([second.status, second.text, second.headers]).toEqual([first.status, first.text, first.headers]);
    });

    it('answers 422 for another body', async () => {
      const reply = await api.asLead('POST', '/integrations/scm', { ...body, name: 'Twice' }, key);
      expect([reply.status, reply.body.code]).toEqual([422, 'request.idempotency_mismatch']);
    });
  });
});
