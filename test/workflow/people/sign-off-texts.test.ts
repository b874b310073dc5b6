// The texts of a sign-off, before and after: the facts of its question, and a rejection that stays visible.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kit, startWorkflow, TENANT_ID, type Workflow } from '../fixture.ts';

let flow: Workflow;
let kit: Kit;
let leadId: string;
beforeAll(async () => {
  flow = await startWorkflow();
  kit = await flow.world.integrationKit();
  leadId = await flow.world.member('LEAD');
});
afterAll(() => flow.stop());

async function asked() {
  const id = await flow.at('REQUEST_SIGN_OFF', kit);
  await flow.ask(id);
  const [question] = await flow.world.approvals.questionsOf(TENANT_ID as never, id);
  return { id, approvalId: question?.approvalId ?? '' };
}
const decide = (approvalId: string, body: object) =>
  flow.world.call({ role: 'LEAD', userId: leadId, method: 'POST', path: `/approvals/${approvalId}/decisions`, body });
const viewOf = async (id: string) => (await flow.world.asLead('GET', `/releases/${id}`)).body;

describe('the question about a cycle', () => {
  it('says which builds it is about and where they would go (W-text: Approval wanted)', async () => {
    const { id } = await asked();
    const { targets, pipelines } = await flow.world.stored(id);
    const event = (await flow.world.eventsOf(id)).find(({ type }) => type === 'ApprovalRequested');
    expect(event?.data).toMatchObject({
      builds: pipelines.map(() => ({ name: expect.any(String), buildNumber: '7' })),
      commits: { count: 0, titles: [] },
      targets: targets.map(({ targetIntegrationId }) => ({ targetIntegrationId })),
    });
  });
});

describe('a sign-off that was rejected', () => {
  it('is visible on the release and told in its thread, with what to do (W11g)', async () => {
    const { id, approvalId } = await asked();
    expect((await decide(approvalId, { action: 'REJECTED', comment: 'crash on login' })).status).toBe(200);
    await flow.deliver(id);
    await flow.deliver(id);
    expect(await viewOf(id)).toMatchObject({
      status: 'REGRESSION_IN_PROGRESS',
      signOffRejection: { cycle: 1, by: expect.any(String), comment: 'crash on login' },
      waitsFor: {
        what: 'SIGN_OFF',
        text: expect.stringMatching(/does not sign off cycle 1: crash on login\.$/),
        todo: expect.stringMatching(/then POST …\/regression-cycles$/),
      },
    });
    const told = (await flow.world.eventsOf(id)).filter(({ type }) => type === 'SignOffRejected');
    expect(told).toMatchObject([{ data: { cycle: 1, approvalId, comment: 'crash on login' } }]);
  });

  it('is over with the next cycle (W11g)', async () => {
    const { id, approvalId } = await asked();
    await decide(approvalId, { action: 'REJECTED' });
    await flow.deliver(id);
    const opened = await flow.world.asLead('POST', `/releases/${id}/regression-cycles`, { force: true });
    expect(opened.status).toBe(201);
    expect(await viewOf(id)).not.toHaveProperty('signOffRejection');
  });
});

describe('a sign-off that cannot be given', () => {
  it('names the commits that no cycle has and the pipeline that failed, with what to do (W-text: 1 commits, the build of)', async () => {
    const { id, approvalId } = await asked();
    await flow.put(id, { build: { buildStatus: 'FAILED' } });
    const { release } = await flow.world.stored(id);
    await flow.world.seed([flow.world.releases.claimBranch(release)]);
    const commits = [{ id: 'late', message: 'fix: crash on start\n\nlong story' }];
    const payload = { ref: `refs/heads/${release.branchRelease}`, after: 'x', commits };
    await flow.ci('github', 'push', payload, { integrationId: kit.scm });
    const { detail, legal } = (await decide(approvalId, { action: 'APPROVED' })).body;
    const route = `POST /releases/${encodeURIComponent(release.releaseKey)}/regression-cycles`;
    expect(detail).toContain(
      `1 commit (fix: crash on start) is in no cycle yet: ${route}, or /windlass cycle ${release.releaseKey}`,
    );
    expect(detail).toMatch(/the build of (?![0-9a-f-]{36}).+ is FAILED/);
    expect(legal).toContain(route);
  });
});
