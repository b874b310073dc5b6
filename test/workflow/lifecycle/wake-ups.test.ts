// How a waiting workflow is woken: its token is answered exactly when the stored state gives it something to do, whichever
// came first, the token or the change.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StepName, WAITS, type WaitName } from '../../../entities/releases/lifecycle/next-step.model.ts';
import { type Kit, STEPS, startWorkflow, type Workflow } from '../fixture.ts';

let flow: Workflow;
let kit: Kit;
beforeAll(async () => {
  flow = await startWorkflow();
  kit = await flow.world.integrationKit();
});
afterAll(() => flow.stop());
beforeEach(() => {
  flow.answers.length = 0;
});

const wait = (id: string, name: WaitName, taskToken = 'token-1') =>
  flow.run('awaitChange', id, { wait: name, taskToken });
const tokens = () => flow.answers.map(({ token }) => token);
const waits = Object.keys(WAITS) as WaitName[];

describe.each(waits)('awaitChange for %s', (name) => {
  const lasts = (step: StepName) => (WAITS[name] as readonly StepName[]).includes(step);

  it.each(STEPS)('at %s', async (step) => {
    const id = await flow.idleAt(step, kit);
    await wait(id, name);
    const isPaused = step === 'AWAIT_RESUME';
    if (lasts(step) || isPaused) {
      expect(tokens()).toEqual([]);
      expect(await flow.world.releases.waitOf(flow.world.caller().tenantId, id)).toMatchObject({
        taskToken: 'token-1',
      });
    } else {
      expect(flow.answers).toEqual([{ token: 'token-1', output: expect.objectContaining({ step }) }]);
      expect(await flow.world.releases.waitOf(flow.world.caller().tenantId, id)).toBeUndefined();
    }
  });
});

/** Changes that end a wait, made by people, CI or stores. */
const changes: [string, WaitName, StepName, (id: string) => Promise<unknown>, StepName][] = [
  ['a kickoff', 'KICKOFF', 'AWAIT_KICKOFF', (id) => flow.world.asLead('POST', `/releases/${id}/kickoff`), 'CUT_BRANCH'],
  ['a resume', 'RESUME', 'AWAIT_RESUME', (id) => flow.world.asLead('POST', `/releases/${id}/resume`), 'TRIGGER_BUILDS'],
  ...(['AWAIT_KICKOFF', 'AWAIT_BUILDS', 'REQUEST_SIGN_OFF', 'AWAIT_STORES', 'AWAIT_RESUME'] as const).map(
    (step) =>
      [
        `a cancellation at ${step}`,
        waits.find((name) => (WAITS[name] as readonly StepName[]).includes(step)) ?? 'KICKOFF',
        step,
        (id: string) => flow.world.asLead('POST', `/releases/${id}/cancel`),
        'CLEAN_UP',
      ] as [string, WaitName, StepName, (id: string) => Promise<unknown>, StepName],
  ),
  [
    'a rejection by a store',
    'STORES',
    'AWAIT_STORES',
    (id) => flow.world.asLead('POST', `/releases/${id}/targets/${kit.appStore}/status`, { status: 'REJECTED' }),
    'START_REGRESSION',
  ],
  [
    'a sign-off',
    'SIGN_OFF',
    'REQUEST_SIGN_OFF',
    async (id) => {
      const lead = await flow.world.member('LEAD');
      await flow.ask(id);
      const { body } = await flow.world.asLead('GET', '/approvals?limit=100');
      const approval = body.items.find((item: { subject: { id: string } }) => item.subject.id === id);
      const path = `/approvals/${approval.id}/decisions`;
      await flow.world.call({ role: 'LEAD', userId: lead, method: 'POST', path, body: { action: 'APPROVED' } });
    },
    'SUBMIT',
  ],
];

describe.each(changes)('%s', (_, name, step, change, next) => {
  it('wakes the workflow when its event is delivered', async () => {
    const id = await flow.at(step, kit);
    await wait(id, name);
    await change(id);
    expect(tokens()).toEqual([]);
    await flow.deliver(id);
    expect(flow.answers).toEqual([{ token: 'token-1', output: expect.objectContaining({ step: next }) }]);
  });

  it('wakes a workflow that begins to wait only after its event was delivered', async () => {
    const id = await flow.at(step, kit);
    await change(id);
    await flow.deliver(id);
    expect(tokens()).toEqual([]);
    await wait(id, name);
    expect(flow.answers).toEqual([{ token: 'token-1', output: expect.objectContaining({ step: next }) }]);
  });

  it('answers no token twice when its event comes twice', async () => {
    const id = await flow.at(step, kit);
    await wait(id, name);
    await change(id);
    await flow.deliver(id);
    const events = await flow.world.outboxOf(id);
    for (const event of events) {
      await flow.hearStored(event).catch(() => {});
    }
    expect(tokens()).toEqual(['token-1']);
  });
});

describe('a wait', () => {
  it('lasts through changes that do not concern it', async () => {
    const id = await flow.at('AWAIT_STORES', kit);
    await wait(id, 'STORES');
    const report = (target: string, status: string) =>
      flow.world.asLead('POST', `/releases/${id}/targets/${target}/status`, { status });
    await report(kit.appStore, 'APPROVED');
    await report(kit.appStore, 'RELEASED');
    await flow.deliver(id);
    expect(tokens()).toEqual([]);
    await report(kit.playStore, 'RELEASED');
    await flow.deliver(id);
    expect(flow.answers).toEqual([{ token: 'token-1', output: expect.objectContaining({ step: 'PUBLISH' }) }]);
  });

  it('of a paused release ends with the resume, if it is over by then', async () => {
    const id = await flow.at('AWAIT_KICKOFF', kit);
    await wait(id, 'KICKOFF');
    await flow.world.asLead('POST', `/releases/${id}/pause`);
    await flow.deliver(id);
    expect(tokens()).toEqual([]);
    await flow.world.asLead('POST', `/releases/${id}/resume`);
    await flow.deliver(id);
    expect(tokens()).toEqual([]);
    await flow.world.asLead('POST', `/releases/${id}/kickoff`);
    await flow.deliver(id);
    expect(tokens()).toEqual(['token-1']);
  });

  it('of a new execution replaces that of a lost one', async () => {
    const id = await flow.at('AWAIT_KICKOFF', kit);
    await wait(id, 'KICKOFF', 'lost');
    await wait(id, 'KICKOFF', 'new');
    await flow.world.asLead('POST', `/releases/${id}/kickoff`);
    await flow.deliver(id);
    expect(tokens()).toEqual(['new']);
  });

  it('is kept for another try when its token could not be answered', async () => {
    const id = await flow.at('AWAIT_KICKOFF', kit);
    await wait(id, 'KICKOFF');
    await flow.world.asLead('POST', `/releases/${id}/kickoff`);
    const { succeed } = flow.deps.tokens;
    flow.deps.tokens.succeed = () => Promise.reject(new Error('throttled'));
    await expect(flow.deliver(id)).rejects.toThrow('throttled');
    flow.deps.tokens.succeed = succeed;
    await flow.run('awaitChange', id, { wait: 'KICKOFF', taskToken: 'token-1' });
    expect(tokens()).toEqual(['token-1']);
  });
});
