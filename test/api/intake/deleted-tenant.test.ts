// Webhooks for a tenant that is being deleted are answered like webhooks for an unknown tenant.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OTHER_TENANT_ID, TENANT_ID } from '../../support/http.ts';
import { githubHook, type Hook, type Intake, SECRET, sha256, slackHook, startIntake } from './fixture.ts';

let intake: Intake;
beforeAll(async () => {
  intake = await startIntake();
  await intake.addIntegration('github-1', 'GITHUB');
  await intake.addIntegration('jenkins-1', 'JENKINS');
  await intake.addIntegration('app-store-1', 'APP_STORE');
  await intake.addIntegration('slack-1', 'SLACK');
  await intake.markTenant({ deletedAt: '2026-03-01T12:00:00.000Z' });
});
afterAll(() => intake.stop());

const signed = (integrationId: string, header: string, prefix: string, payload: object): Hook => {
  const body = JSON.stringify(payload);
  return { integrationId, body, headers: { [header]: `${prefix}${sha256(SECRET, body)}` } };
};
const button = { type: 'block_actions', user: { id: 'U1' }, actions: [{ action_id: 'approve', value: 'x' }] };

describe('receiveArrival', () => {
  it.each([
    ['CI', githubHook({ ref: 'refs/heads/main' })],
    ['CI of another kind', signed('jenkins-1', 'x-windlass-signature', 'sha256=', { name: 'app' })],
    ['a store', signed('app-store-1', 'x-apple-signature', 'hmacsha256=', { data: { id: '1' } })],
    ['a slash command', slackHook({ command: '/windlass', text: 'help', user_id: 'U1', trigger_id: '1' })],
    ['a button', slackHook({ payload: JSON.stringify(button) })],
  ])('answers %s as for an unknown tenant, by slug and by id, and passes nothing on', async (_, hook) => {
    const unknown = await intake.send({ ...hook, tenant: OTHER_TENANT_ID });
    expect([unknown.status, unknown.body.code]).toEqual([401, 'intake.signature_invalid']);
    for (const tenant of ['acme', TENANT_ID]) expect(await intake.send({ ...hook, tenant })).toStrictEqual(unknown);
    expect([intake.published, await intake.arrivals()]).toEqual([[], []]);
  });

  it('takes the same from the same sender while the tenant is there', async () => {
    await intake.markTenant({});
    expect((await intake.send(githubHook({ ref: 'refs/heads/main' }))).status).toBe(202);
  });
});
