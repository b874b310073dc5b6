// A member gets a Slack account, and one is locked out, both by the people API: what either may do in chat and over HTTP from then on.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { operations } from '../../../functions/people/api.handler.ts';
import { manifest } from '../../../functions/people/manifest.ts';
import { apiCaller } from '../../support/http.ts';
import { WORKSPACE } from '../../support/release-world.ts';
import { type Kit, startWorkflow, TENANT_ID, type Workflow } from '../fixture.ts';

let flow: Workflow;
let kit: Kit;
let asAdmin: (method: string, path: string, body?: object) => Promise<{ status: number; body: { isActive?: boolean } }>;
beforeAll(async () => {
  flow = await startWorkflow();
  const { world } = flow;
  kit = await world.integrationKit();
  await world.seed([world.integrations.settleIn(TENANT_ID, WORKSPACE)]);
  await world.member('ADMIN');
  const call = apiCaller(manifest, httpHandler(manifest, operations, world.kit, { people: world.people } as never));
  asAdmin = (method, path, body) => call({ role: 'ADMIN', method, path, ...(body && { body }) });
});
afterAll(() => flow.stop());

/** The status of a sign-off after the person of this Slack account pressed the button. */
async function pressedBy(externalUserId: string): Promise<string> {
  const id = await flow.at('REQUEST_SIGN_OFF', kit);
  await flow.ask(id);
  const { approvals } = flow.world;
  const approvalId = (await approvals.questionsOf(TENANT_ID as never, id))[0]?.approvalId ?? '';
  const wish = { approvalId, action: 'APPROVED', externalUserId, provider: 'slack' };
  await flow.hear(
    flow.busEvent('windlass.chat', 'ApprovalDecisionRequested', {
      ...{ id: `event-${approvalId}`, version: 1, tenantId: TENANT_ID, correlationId: 'slack-1' },
      occurredAt: '2026-03-01T12:00:00.000Z',
      actor: { type: 'EXTERNAL', id: externalUserId, name: 'somebody' },
      data: { ...wish, integrationId: kit.chat, workspaceId: WORKSPACE, responseUrl: 'https://hooks.slack.com/1' },
    }),
  );
  return (await approvals.whole(TENANT_ID as never, approvalId)).approval.status;
}

it('a member decides in Slack once an admin has named the account there (W9)', async () => {
  const userId = await flow.world.member('LEAD');
  expect(await pressedBy('U0NEW')).toBe('PENDING');
  expect(flow.whispers.at(-1)?.text).toContain('does not know your Slack account');
  const identity = { provider: 'slack', externalId: `${WORKSPACE}/U0NEW` };
  expect((await asAdmin('POST', `/users/${userId}/identities`, identity)).status).toBe(201);
  expect(await pressedBy('U0NEW')).toBe('APPROVED');
});

it('a member who was locked out decides nothing in Slack, until the account is active again (W9)', async () => {
  const userId = await flow.world.member('LEAD', { slackUserId: 'U0LEFT' });
  const change = async (isActive: boolean) => (await asAdmin('PATCH', `/users/${userId}`, { isActive })).body.isActive;
  expect(await change(false)).toBe(false);
  expect(await pressedBy('U0LEFT')).toBe('PENDING');
  expect(await change(true)).toBe(true);
  expect(await pressedBy('U0LEFT')).toBe('APPROVED');
});

it('a member whose Slack account was taken back decides nothing there (W9)', async () => {
  const userId = await flow.world.member('LEAD', { slackUserId: 'U0MOVED' });
  const { body } = (await asAdmin('GET', `/users/${userId}/identities`)) as { body: { items?: { id: string }[] } };
  expect((await asAdmin('DELETE', `/users/${userId}/identities/${body.items?.[0]?.id}`)).status).toBe(204);
  expect(await pressedBy('U0MOVED')).toBe('PENDING');
});
