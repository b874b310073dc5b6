// Approvals behind the scenes: asked once per cycle, decided by buttons in chat, cancelled when they are overtaken, and what
// a decision does to the release.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kit, startWorkflow, TENANT_ID, type Workflow } from '../fixture.ts';

let flow: Workflow;
let kit: Kit;
beforeAll(async () => {
  flow = await startWorkflow();
  kit = await flow.world.integrationKit();
  await flow.world.member('LEAD', { slackUserId: 'U0LEAD' });
  await flow.world.member('DEVELOPER', { slackUserId: 'U0DEV' });
});
afterAll(() => flow.stop());

const approvalsOf = async (releaseId: string) => {
  const { approvals } = flow.world;
  const questions = await approvals.questionsOf(TENANT_ID as never, releaseId);
  return Promise.all(questions.map(({ approvalId }) => approvals.whole(TENANT_ID as never, approvalId)));
};
/** A release whose cycle was asked about. */
async function asked() {
  const id = await flow.at('REQUEST_SIGN_OFF', kit);
  await flow.ask(id);
  const [whole] = await approvalsOf(id);
  return { id, approvalId: whole?.approval.approvalId ?? '' };
}
const RESPONSE_URL = 'https://hooks.slack.com/actions/T0/1/secret';
const press = (approvalId: string, externalUserId: string, action = 'APPROVED') =>
  flow.hear(
    flow.busEvent('windlass.chat', 'ApprovalDecisionRequested', {
      ...{
        id: 'event-1',
        version: 1,
        tenantId: TENANT_ID,
        occurredAt: '2026-03-01T12:00:00.000Z',
        correlationId: 'slack-1',
      },
      actor: { type: 'EXTERNAL', id: externalUserId, name: 'somebody' },
      data: {
        ...{ approvalId, action, externalUserId, provider: 'slack', responseUrl: RESPONSE_URL },
        integrationId: kit.chat,
      },
    }),
  );
const told = async (id: string) => (await flow.typesOf(id)).filter((type) => /^(Approval|Regression)/.test(type));

describe('requestSignOff', () => {
  it('asks about the current cycle and tells it', async () => {
    const { id, approvalId } = await asked();
    expect((await flow.world.asLead('GET', `/approvals/${approvalId}`)).body).toMatchObject({
      subject: { type: 'Release', id },
      stage: 'REGRESSION_SIGN_OFF',
      round: 1,
      question: expect.stringMatching(/^Sign off .+, cycle 1\?$/),
      policy: { roles: ['ADMIN', 'LEAD'], approvalsNeeded: 1 },
      status: 'PENDING',
    });
    expect(await told(id)).toEqual(['ApprovalRequested']);
  });

  it('asks once, run twice or ten times at once', async () => {
    const id = await flow.at('REQUEST_SIGN_OFF', kit);
    await Promise.all(Array.from({ length: 10 }, () => flow.ask(id)));
    await flow.ask(id);
    expect(await approvalsOf(id)).toHaveLength(1);
    expect(await told(id)).toEqual(['ApprovalRequested']);
  });

  it('asks again about the next cycle', async () => {
    const { id } = await asked();
    await flow.put(id, { release: { regressionCycle: 2 } });
    await flow.ask(id);
    expect((await approvalsOf(id)).map(({ approval }) => approval.round)).toEqual([1, 2]);
  });

  it.each(['CUT_BRANCH', 'AWAIT_BUILDS', 'SUBMIT_TARGETS', 'CLEAN_UP', 'FINISH'] as const)(
    'does nothing at %s',
    async (step) => {
      const id = await flow.idleAt(step, kit);
      await flow.ask(id);
      expect(await approvalsOf(id)).toEqual([]);
    },
  );

  it('leaves no open question about a release that is cancelled while it asks', async () => {
    const id = await flow.at('REQUEST_SIGN_OFF', kit);
    const { questionsOf } = flow.approvalDeps.approvals;
    let isFirst = true;
    flow.approvalDeps.approvals.questionsOf = async (...args) => {
      const found = await questionsOf(...args);
      if (!isFirst) return found;
      isFirst = false;
      // The event that overtakes questions is heard before this question exists.
      await flow.world.asLead('POST', `/releases/${id}/cancel`);
      await flow.deliver(id);
      return found;
    };
    await flow.ask(id);
    flow.approvalDeps.approvals.questionsOf = questionsOf;
    expect(await approvalsOf(id)).toEqual([]);
  });
});

describe('a button in chat', () => {
  it('decides as the member behind the chat identity', async () => {
    const { id, approvalId } = await asked();
    await press(approvalId, 'U0LEAD');
    const [whole] = await approvalsOf(id);
    expect(whole?.approval.status).toBe('APPROVED');
    expect(whole?.decisions).toEqual([expect.objectContaining({ action: 'APPROVED', name: 'Person 1' })]);
    expect((await flow.world.auditOf(id)).at(-1)).toMatchObject({ actor: { type: 'USER', name: 'Person 1' } });
  });

  it.each([
    ['somebody whom nobody knows', 'U0NOBODY', 'Windlass does not know your Slack account'],
    ['somebody who may not decide', 'U0DEV', 'You may not decide this'],
  ])(
    'pressed by %s changes nothing, is not tried again, and says so to that person',
    async (_, externalUserId, text) => {
      const { id, approvalId } = await asked();
      await press(approvalId, externalUserId);
      expect(await told(id)).toEqual(['ApprovalRequested']);
      expect(flow.whispers.splice(0)).toEqual([{ url: RESPONSE_URL, text: expect.stringContaining(text) }]);
    },
  );

  it('pressed after another decision says so, and says nothing to who repeats the same', async () => {
    const { approvalId } = await asked();
    await press(approvalId, 'U0LEAD');
    await press(approvalId, 'U0LEAD');
    expect(flow.whispers.splice(0)).toEqual([]);
    await press(approvalId, 'U0LEAD', 'REJECTED');
    expect(flow.whispers.splice(0)).toMatchObject([{ text: expect.stringContaining('has been decided') }]);
  });

  it('about an approval that there is not is not tried again', async () => {
    await press('0192f000-0000-7000-8000-00000000dead', 'U0LEAD');
    expect(flow.whispers.splice(0)).toMatchObject([{ text: 'The approval does not exist.' }]);
  });

  it('pressed a hundred times is one decision', async () => {
    const { id, approvalId } = await asked();
    for (let round = 0; round < 10; round++) {
      await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          press(approvalId, 'U0LEAD', index % 2 === 0 ? 'APPROVED' : 'REJECTED').catch(() => {}),
        ),
      );
    }
    const [whole] = await approvalsOf(id);
    expect(whole?.decisions).toHaveLength(1);
    expect(await told(id)).toEqual(['ApprovalRequested', 'ApprovalDecided']);
  });
});

describe('a decision', () => {
  it('to approve signs the cycle off, once', async () => {
    const { id, approvalId } = await asked();
    await press(approvalId, 'U0LEAD');
    await flow.deliver(id);
    const { release } = await flow.world.stored(id);
    expect(release.signedOffCycle).toBe(1);
    const decided = (await flow.world.outboxOf(id)).find(({ detailType }) => detailType === 'ApprovalDecided');
    await flow.hearStored(decided);
    expect(await told(id)).toEqual(['ApprovalRequested', 'ApprovalDecided', 'RegressionSignedOff']);
    expect(await flow.stepOf(id)).toBe('SUBMIT');
  });

  it('to reject leaves the release where it is', async () => {
    const { id, approvalId } = await asked();
    await press(approvalId, 'U0LEAD', 'REJECTED');
    await flow.deliver(id);
    expect((await flow.world.stored(id)).release.signedOffCycle).toBeUndefined();
    expect(await flow.stepOf(id)).toBe('REQUEST_SIGN_OFF');
  });

  it.each([
    ['the next cycle was opened', { regressionCycle: 2 }],
    ['the release was cancelled', { status: 'CANCELLED' }],
    ['the release was submitted', { status: 'BUILD_SUBMITTED' }],
  ])('to approve comes too late when %s', async (_, over) => {
    const { id, approvalId } = await asked();
    await press(approvalId, 'U0LEAD');
    await flow.put(id, { release: over });
    await flow.deliver(id);
    expect((await flow.world.stored(id)).release.signedOffCycle).toBeUndefined();
  });
});

describe('an open question', () => {
  it('is cancelled with its release', async () => {
    const { id } = await asked();
    await flow.world.asLead('POST', `/releases/${id}/cancel`);
    await flow.deliver(id);
    expect((await approvalsOf(id)).map(({ approval }) => approval.status)).toEqual(['CANCELLED']);
    expect(await told(id)).toEqual(['ApprovalRequested', 'ApprovalCancelled']);
  });

  it('is cancelled by a build that opens the next cycle', async () => {
    const { id } = await asked();
    expect((await flow.world.asLead('POST', `/releases/${id}/pipelines/${kit.iosPipeline}/trigger`)).status).toBe(202);
    await flow.deliver(id);
    expect((await approvalsOf(id)).map(({ approval }) => approval.status)).toEqual(['CANCELLED']);
  });

  it('that was decided stays so', async () => {
    const { id, approvalId } = await asked();
    await press(approvalId, 'U0LEAD', 'REJECTED');
    await flow.world.asLead('POST', `/releases/${id}/cancel`);
    await flow.deliver(id);
    expect((await approvalsOf(id)).map(({ approval }) => approval.status)).toEqual(['REJECTED']);
  });

  it('cannot be decided any more once it is cancelled', async () => {
    const { id, approvalId } = await asked();
    await flow.world.asLead('POST', `/releases/${id}/cancel`);
    await flow.deliver(id);
    await press(approvalId, 'U0LEAD');
    expect(await told(id)).toEqual(['ApprovalRequested', 'ApprovalCancelled']);
  });
});
