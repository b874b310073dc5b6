// Webhooks for a tenant that is being deleted: whoever sends them is answered as for a tenant that nobody knows.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OTHER_TENANT_ID, TENANT_ID } from '../../support/http.ts';
import { githubHook, type Hook, type Ingest, SECRET, sha256, slackHook, startIngest } from './fixture.ts';

let ingest: Ingest;
beforeAll(async () => {
  ingest = await startIngest();
  await ingest.addIntegration('github-1', 'GITHUB');
  await ingest.addIntegration('jenkins-1', 'JENKINS');
  await ingest.addIntegration('app-store-1', 'APP_STORE');
  await ingest.addIntegration('slack-1', 'SLACK');
  await ingest.markTenant({ deletedAt: '2026-03-01T12:00:00.000Z' });
});
afterAll(() => ingest.stop());

const signed = (integrationId: string, header: string, prefix: string, payload: object): Hook => {
  const body = JSON.stringify(payload);
  return { integrationId, body, headers: { [header]: `${prefix}${sha256(SECRET, body)}` } };
};
const button = { type: 'block_actions', user: { id: 'U1' }, actions: [{ action_id: 'approve', value: 'x' }] };

describe('receiveHook', () => {
  it.each([
    ['CI', githubHook({ ref: 'refs/heads/main' })],
    ['CI of another kind', signed('jenkins-1', 'x-windlass-signature', 'sha256=', { name: 'app' })],
    ['a store', signed('app-store-1', 'x-apple-signature', 'hmacsha256=', { data: { id: '1' } })],
    ['a slash command', slackHook({ command: '/windlass', text: 'help', user_id: 'U1', trigger_id: '1' })],
    ['a button', slackHook({ payload: JSON.stringify(button) })],
  ])('answers %s as for an unknown tenant, by slug and by id, and passes nothing on', async (_, hook) => {
    const unknown = await ingest.send({ ...hook, tenant: OTHER_TENANT_ID });
    expect([unknown.status, unknown.body.code]).toEqual([401, 'hook.signature_invalid']);
    for (const tenant of ['acme', TENANT_ID]) expect(await ingest.send({ ...hook, tenant })).toStrictEqual(unknown);
    expect([ingest.published, await ingest.deliveries()]).toEqual([[], []]);
  });

  it('takes the same from the same sender while the tenant is there', async () => {
    await ingest.markTenant({});
    expect((await ingest.send(githubHook({ ref: 'refs/heads/main' }))).status).toBe(202);
  });
});
