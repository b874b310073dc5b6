// Webhooks of GitLab (by signing token and by secret token) and of Bitbucket.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Hook, type Intake, NOW, SECRET, sha256, startIntake } from './fixture.ts';

const KEY = Buffer.from('the signing key of our webhook!!');
const SIGNING_TOKEN = `whsec_${KEY.toString('base64')}`;

let intake: Intake;
beforeAll(async () => {
  intake = await startIntake();
  await intake.addIntegration('gitlab-signed', 'GITLAB', { webhookSecret: SIGNING_TOKEN });
  await intake.addIntegration('gitlab-ci-token', 'GITLAB_CI', { webhookSecret: SECRET });
  await intake.addIntegration('bitbucket-1', 'BITBUCKET');
});
afterAll(() => intake.stop());
beforeEach(() => {
  intake.published.length = 0;
});

const refused = { status: 401, body: { code: 'intake.signature_invalid' } };
const pipeline = (id: number) => ({
  object_kind: 'pipeline',
  object_attributes: { id, status: 'success', ref: 'main' },
});

describe('GitLab with a signing token', () => {
  interface Signing {
    readonly id?: string;
    readonly at?: number;
    readonly key?: Buffer;
    readonly headers?: Record<string, string>;
  }
  function signed(payload: object, { id = 'delivery-1', at = NOW, key = KEY, headers = {} }: Signing = {}): Hook {
    const body = JSON.stringify(payload);
    const timestamp = String(Math.floor(at / 1000));
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    return {
      integrationId: 'gitlab-signed',
      body,
      headers: {
        'x-gitlab-event': 'Pipeline Hook',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
        ...headers,
      },
    };
  }

  it('passes the event on under its own name', async () => {
    const reply = await intake.send(signed(pipeline(1), { id: 'delivery-0' }));
    expect(reply).toMatchObject({ status: 202, body: { accepted: true, deliveryId: 'delivery-0' } });
    expect(intake.published).toMatchObject([
      {
        source: 'ci.gitlab',
        detailType: 'Pipeline Hook',
        detail: { integrationId: 'gitlab-signed', deliveryId: 'delivery-0', payload: pipeline(1) },
      },
    ]);
  });

  it('passes a repeated delivery on once', async () => {
    await intake.send(signed(pipeline(2), { id: 'delivery-2' }));
    expect((await intake.send(signed(pipeline(2), { id: 'delivery-2' }))).body).toMatchObject({ duplicate: true });
    expect(intake.published).toHaveLength(1);
  });

  it('takes one right signature of several', async () => {
    const hook = signed(pipeline(3), { id: 'delivery-3' });
    const both = `v1,${Buffer.alloc(32).toString('base64')} ${hook.headers?.['webhook-signature']}`;
    const reply = await intake.send({ ...hook, headers: { ...hook.headers, 'webhook-signature': both } });
    expect(reply.status).toBe(202);
  });

  it.each([
    ['of another key', signed(pipeline(4), { key: Buffer.alloc(32, 1) })],
    ['five minutes and a second old', signed(pipeline(4), { at: NOW - 301_000 })],
    ['of tomorrow', signed(pipeline(4), { at: NOW + 86_400_000 })],
    ['of another body', { ...signed(pipeline(4)), body: '{}' }],
    ['of another id', signed(pipeline(4), { headers: { 'webhook-id': 'delivery-5' } })],
    ['of another version', signed(pipeline(4), { headers: { 'webhook-signature': 'v2,AAAA' } })],
    ['that is missing', signed(pipeline(4), { headers: { 'webhook-signature': '' } })],
    ['without a time', signed(pipeline(4), { headers: { 'webhook-timestamp': '' } })],
    [
      'replaced by the token itself',
      signed(pipeline(4), { headers: { 'webhook-signature': '', 'x-gitlab-token': SIGNING_TOKEN } }),
    ],
  ])('refuses a signature %s', async (_label, hook) => {
    expect(await intake.send(hook)).toMatchObject(refused);
    expect(intake.published).toEqual([]);
  });
});

describe('GitLab with a signing token that is too short', () => {
  it.each(['whsec_', 'whsec_!!!', `whsec_${Buffer.alloc(23).toString('base64')}`])(
    '%s: a signature made with it is refused (S9)',
    async (secret) => {
      await intake.addIntegration('gitlab-weak', 'GITLAB', { webhookSecret: secret });
      const body = JSON.stringify(pipeline(1));
      const timestamp = String(Math.floor(NOW / 1000));
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
      const signature = createHmac('sha256', key).update(`d.${timestamp}.${body}`).digest('base64');
      const signed = { 'webhook-id': 'd', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
      const headers = { 'x-gitlab-event': 'Pipeline Hook', ...signed };
      expect(await intake.send({ integrationId: 'gitlab-weak', body, headers })).toMatchObject(refused);
    },
  );
});

describe('GitLab with a secret token', () => {
  const withToken = (payload: object, headers: Record<string, string> = {}): Hook => ({
    integrationId: 'gitlab-ci-token',
    body: JSON.stringify(payload),
    headers: { 'x-gitlab-event': 'Pipeline Hook', 'x-gitlab-token': SECRET, ...headers },
  });

  it('knows a delivery by its idempotency key', async () => {
    const reply = await intake.send(
      withToken(pipeline(6), { 'idempotency-key': 'f5e5f430-f57b-4e6e-9fac-d9128cd7232f' }),
    );
    expect(reply).toMatchObject({ status: 202, body: { deliveryId: 'f5e5f430-f57b-4e6e-9fac-d9128cd7232f' } });
  });

  it('knows a delivery of an older GitLab by what is in it', async () => {
    const first = await intake.send(withToken(pipeline(7)));
    expect((await intake.send(withToken(pipeline(7)))).body).toMatchObject({
      deliveryId: first.body.deliveryId,
      duplicate: true,
    });
    expect((await intake.send(withToken(pipeline(8)))).body).not.toHaveProperty('duplicate');
  });

  it.each([
    ['another token', { 'x-gitlab-token': 'guessed' }],
    ['no token', { 'x-gitlab-token': '' }],
  ])('refuses %s', async (_label, headers) => {
    expect(await intake.send(withToken(pipeline(9), headers))).toMatchObject(refused);
  });

  it('refuses a payload that is no object, and a hook without a name', async () => {
    expect((await intake.send({ ...withToken({}), body: '[]' })).status).toBe(400);
    expect((await intake.send({ ...withToken({}), body: '{' })).status).toBe(400);
    expect((await intake.send(withToken({}, { 'x-gitlab-event': '' }))).status).toBe(400);
  });
});

describe('Bitbucket', () => {
  const push = {
    repository: { full_name: 'acme/app' },
    push: { changes: [{ new: { name: 'main', type: 'branch' } }] },
  };
  const signed = (payload: object, uuid: string, secret = SECRET): Hook => {
    const body = JSON.stringify(payload);
    return {
      integrationId: 'bitbucket-1',
      body,
      headers: {
        'x-event-key': 'repo:push',
        'x-request-uuid': uuid,
        'x-hub-signature': `sha256=${sha256(secret, body)}`,
      },
    };
  };

  it('passes an event on under its own name, once', async () => {
    await intake.send(signed(push, '{a4b5-1}'));
    expect((await intake.send(signed(push, 'a4b5-1'))).body).toMatchObject({ duplicate: true });
    expect(intake.published).toMatchObject([
      { source: 'ci.bitbucket', detailType: 'repo:push', detail: { deliveryId: 'a4b5-1', payload: push } },
    ]);
  });

  it.each(['repo:refs_changed', 'pr:opened', 'diagnostics:ping'])(
    'refuses %s of Bitbucket Data Center by name (D20)',
    async (event) => {
      const { headers: { 'x-request-uuid': _, ...headers } = {}, ...hook } = signed({ test: true }, 'x');
      const ofDataCenter = { ...hook, headers: { ...headers, 'x-event-key': event, 'x-request-id': 'a4b5-9' } };
      const reply = await intake.send(ofDataCenter);
      expect([reply.status, reply.body.code]).toEqual([400, 'intake.payload_invalid']);
      expect(reply.body.detail).toContain('only Bitbucket Cloud is supported');
    },
  );

  it.each([
    ['another secret', (hook: Hook) => ({ ...hook, ...signed(push, 'a4b5-2', 'guessed') })],
    ['another body', (hook: Hook) => ({ ...hook, body: '{}' })],
    [
      'no signature',
      ({ headers = {}, ...hook }: Hook) => ({ ...hook, headers: { ...headers, 'x-hub-signature': '' } }),
    ],
  ])('refuses %s', async (_label, change) => {
    expect(await intake.send(change(signed(push, 'a4b5-3')))).toMatchObject(refused);
  });
});
