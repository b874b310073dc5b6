// The chat that speaks for people: the release's own verified Slack, for its workspace; the audit names the chat.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IntegrationItem } from '../../../entities/integrations/integration.repo.ts';
import { WORKSPACE } from '../../support/release-world.ts';
import { type Kit, startWorkflow, TENANT_ID, type Workflow } from '../fixture.ts';

let flow: Workflow;
let kit: Kit;
beforeAll(async () => {
  flow = await startWorkflow();
  kit = await flow.world.integrationKit();
  await flow.world.member('LEAD', { slackUserId: 'U0LEAD' });
  await flow.world.member('LEAD', { slackUserId: 'T0PARTNER/U0GUEST' });
});
afterAll(() => flow.stop());
beforeEach(() => {
  flow.whispers.length = 0;
});

const RESPONSE_URL = 'https://hooks.slack.com/actions/T0/1/secret';

async function asked(over: Record<string, unknown> = {}) {
  const id = await flow.at('REQUEST_SIGN_OFF', kit);
  if (Object.keys(over).length > 0) await flow.put(id, { release: over });
  await flow.ask(id);
  const { approvals } = flow.world;
  const [question] = await approvals.questionsOf(TENANT_ID as never, id);
  const approvalId = question?.approvalId ?? '';
  const status = async () => (await approvals.whole(TENANT_ID as never, approvalId)).approval.status;
  return { id, approvalId, status };
}

const press = (approvalId: string, over: object = {}) =>
  flow.hear(
    flow.busEvent('windlass.chat', 'ApprovalDecisionRequested', {
      ...{ id: 'event-1', version: 1, tenantId: TENANT_ID, correlationId: 'slack-1' },
      occurredAt: '2026-03-01T12:00:00.000Z',
      actor: { type: 'EXTERNAL', id: 'U0LEAD', name: 'somebody' },
      data: {
        ...{ approvalId, action: 'APPROVED', externalUserId: 'U0LEAD', provider: 'slack', responseUrl: RESPONSE_URL },
        ...{ integrationId: kit.chat, workspaceId: WORKSPACE, ...over },
      },
    }),
  );
const slack = (over: Partial<IntegrationItem> = {}) => flow.world.integration('SLACK', over);

describe('a press that was signed for', () => {
  const others: [string, () => Promise<object> | object, string][] = [
    ['another Slack of the tenant', async () => ({ integrationId: await slack() }), 'go to another Slack'],
    [
      'a Slack that a lead has just created',
      async () => ({ integrationId: await slack({ verificationStatus: 'PENDING' }) }),
      'go to another Slack',
    ],
    ['no integration that exists', () => ({ integrationId: '0192f000-0000-7000-8000-00000000dead' }), 'another Slack'],
    ['nobody knows which integration', () => ({ integrationId: undefined }), 'another Slack'],
    [
      'the release’s Slack, in the name of another workspace',
      () => ({ workspaceId: 'T0EVIL' }),
      'another Slack workspace',
    ],
  ];
  it.each(others)('%s decides nothing and says so (S4)', async (_, over, text) => {
    const { approvalId, status } = await asked();
    await press(approvalId, await over());
    expect(await status()).toBe('PENDING');
    expect(flow.whispers).toMatchObject([{ url: RESPONSE_URL, text: expect.stringContaining(text) }]);
  });

  const own: [string, Partial<IntegrationItem>, string][] = [
    ['is not verified', { verificationStatus: 'PENDING' }, 'is not verified'],
    ['is refused by Slack', { verificationStatus: 'INVALID' }, 'is not verified'],
    ['is switched off', { isActive: false }, 'is not verified'],
    ['was verified before its workspace was asked for', { workspaceId: undefined as never }, 'verify it again'],
  ];
  it.each(own)('the release’s own Slack, which %s, decides nothing (S4)', async (_, over, text) => {
    const integrationId = await slack(over);
    const { approvalId, status } = await asked({ communicationIntegrationId: integrationId });
    await press(approvalId, { integrationId });
    expect(await status()).toBe('PENDING');
    expect(flow.whispers).toMatchObject([{ text: expect.stringContaining(text) }]);
  });

  it('a Slack of another workspace knows nobody of the tenant’s own (S4)', async () => {
    const integrationId = await slack({ workspaceId: 'T0EVIL' });
    const { approvalId, status } = await asked({ communicationIntegrationId: integrationId });
    await press(approvalId, { integrationId, workspaceId: 'T0EVIL' });
    expect(await status()).toBe('PENDING');
    expect(flow.whispers).toMatchObject([{ text: expect.stringContaining('does not know your Slack account') }]);
  });

  it('a Slack of another workspace knows who was named with it (S4)', async () => {
    const integrationId = await slack({ workspaceId: 'T0PARTNER' });
    const { approvalId, status } = await asked({ communicationIntegrationId: integrationId });
    await press(approvalId, { integrationId, workspaceId: 'T0PARTNER', externalUserId: 'U0GUEST' });
    expect(await status()).toBe('APPROVED');
  });

  it('the release’s own Slack decides, and the audit names it with the person in the chat (S4)', async () => {
    const { id, approvalId, status } = await asked();
    await press(approvalId);
    expect(await status()).toBe('APPROVED');
    expect((await flow.world.auditOf(id)).at(-1)).toMatchObject({
      action: 'approval.approved',
      details: { via: { integrationId: kit.chat, workspaceId: WORKSPACE, externalUserId: 'U0LEAD' } },
    });
  });

  it('the release’s own Slack, which is switched off while it decides, decides nothing (S4)', async () => {
    const integrationId = await slack();
    const { approvalId, status } = await asked({ communicationIntegrationId: integrationId });
    const ref = { kind: 'COMMUNICATION', integrationId } as const;
    const { integrations } = flow.approvalDeps;
    const real = integrations.homeWorkspace;
    // After the integration was looked at, before the decision is written.
    integrations.homeWorkspace = async (tenantId) => {
      integrations.homeWorkspace = real;
      const item = await flow.world.integrations.get(TENANT_ID, ref);
      if (item) await flow.world.seed(integrations.update(item, { ...item, isActive: false, revision: 2 }));
      return real(tenantId);
    };
    await press(approvalId, { integrationId });
    expect(await status()).toBe('PENDING');
    expect(flow.whispers).toMatchObject([{ text: expect.stringContaining('is not verified') }]);
  });

  it('a pilot who may only look decides nothing (S1)', async () => {
    const viewer = await flow.world.member('VIEWER', { slackUserId: 'U0VIEWER' });
    const { approvalId, status } = await asked({ releasePilotId: viewer });
    await press(approvalId, { externalUserId: 'U0VIEWER' });
    expect(await status()).toBe('PENDING');
  });
});
