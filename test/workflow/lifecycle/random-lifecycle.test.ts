// Random lives on a real table: whatever people, tasks, CI and stores do in whatever order, no release makes an illegal
// transition, skips its sign-off, or moves a build backwards, and every change is told.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BuildStatus, legalStatuses, RELEASE_TYPES } from '../../../entities/releases/lifecycle/status.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { type Kit, startWorkflow, type TaskName, TENANT_ID, type Workflow } from '../fixture.ts';

let flow: Workflow;
let kit: Kit;
let lead: string;
beforeAll(async () => {
  flow = await startWorkflow();
  kit = await flow.world.integrationKit();
  lead = await flow.world.member('LEAD');
});
afterAll(() => flow.stop());

const post = (id: string, tail: string, body?: unknown) => flow.world.asLead('POST', `/releases/${id}/${tail}`, body);

async function decide(id: string, action: string): Promise<void> {
  const questions = await flow.world.approvals.questionsOf(TENANT_ID as never, id);
  for (const { approvalId } of questions) {
    const path = `/approvals/${approvalId}/decisions`;
    await flow.world.call({ role: 'LEAD', userId: lead, method: 'POST', path, body: { action } });
  }
}
async function report(id: string, phase: string, status: string): Promise<void> {
  const { release, pipelines } = await flow.world.stored(id);
  for (const { triggerId, pipelineIntegrationId } of pipelines) {
    const parameters = { BRANCH: release.branchRelease, WINDLASS_TRIGGER_ID: triggerId };
    const build = { phase, status, number: 7, parameters };
    const payload = { name: 'x', url: 'job/x/', build };
    await flow.ci('jenkins', 'build', payload, { integrationId: pipelineIntegrationId });
  }
}

const task = (name: TaskName, more?: () => object) => (id: string) => flow.run(name, id, more?.() as never);
const MOVES: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
  kickoff: (id) => post(id, 'kickoff'),
  pause: (id) => post(id, 'pause'),
  resume: (id) => post(id, 'resume'),
  cancel: (id) => post(id, 'cancel'),
  archive: (id) => post(id, 'archive'),
  triggerIos: (id) => post(id, `pipelines/${kit.iosPipeline}/trigger`),
  approveIos: (id) => post(id, `targets/${kit.appStore}/status`, { status: 'APPROVED' }),
  rejectIos: (id) => post(id, `targets/${kit.appStore}/status`, { status: 'REJECTED' }),
  releaseIos: (id) => post(id, `targets/${kit.appStore}/status`, { status: 'RELEASED' }),
  releaseAndroid: (id) => post(id, `targets/${kit.playStore}/status`, { status: 'RELEASED' }),
  buildsStart: (id) => report(id, 'STARTED', ''),
  buildsSucceed: (id) => report(id, 'FINALIZED', 'SUCCESS'),
  buildsFail: (id) => report(id, 'FINALIZED', 'FAILURE'),
  ask: (id) => flow.ask(id),
  signOff: (id) => decide(id, 'APPROVED'),
  reject: (id) => decide(id, 'REJECTED'),
  deliver: (id) => flow.deliver(id),
  cut: task('cutReleaseBranch'),
  epics: task('createEpics'),
  start: task('startRelease'),
  buildIos: task('triggerBuild', () => ({ pipelineIntegrationId: kit.iosPipeline })),
  buildAndroid: task('triggerBuild', () => ({ pipelineIntegrationId: kit.androidPipeline })),
  regression: task('startRegression'),
  listCommits: task('listCommits'),
  submit: task('submitRelease'),
  submitIos: task('submitTarget', () => ({ targetIntegrationId: kit.appStore })),
  submitAndroid: task('submitTarget', () => ({ targetIntegrationId: kit.playStore })),
  publish: task('publishRelease'),
  complete: task('completeRelease'),
  fail: task('pauseAfterFailure', () => ({ error: { Error: 'Error', Cause: '' } })),
};

/** The order in which a life goes well; random moves come in between. */
const GOOD_LIFE = [
  ...['kickoff', 'cut', 'epics', 'start', 'buildIos', 'buildAndroid', 'buildsSucceed', 'regression', 'listCommits'],
  ...['ask', 'signOff', 'deliver', 'submit', 'submitIos', 'submitAndroid', 'releaseIos', 'releaseAndroid'],
  ...['publish', 'complete', 'archive'],
];

/** A success stays, and counts wherever CI tells both: senders disagree about a build, and their order says nothing. */
const RANK: Readonly<Record<BuildStatus, number>> = { PENDING: 0, RUNNING: 1, CANCELLED: 2, FAILED: 3, SUCCESS: 4 };

function check(before: WholeRelease, after: WholeRelease, move: string): void {
  const { status, signedOffCycle, regressionCycle } = before.release;
  const to = after.release.status;
  if (to !== status) {
    expect([move, legalStatuses(before.release).includes(to)]).toEqual([move, true]);
    if (to === 'BUILD_SUBMITTED' && status === 'REGRESSION_IN_PROGRESS') expect(signedOffCycle).toBe(regressionCycle);
    if (to === 'BUILD_SUBMITTED' && status === 'STARTED') expect(before.release.releaseType).toBe('HOTFIX');
    if (to === 'RELEASED') expect(before.targets.every((target) => target.targetStatus === 'RELEASED')).toBe(true);
    if (before.release.isPaused) expect(['CANCELLED']).toContain(to);
  }
  for (const [index, pipeline] of after.pipelines.entries()) {
    const known = before.pipelines[index];
    if (!known || known.triggerId !== pipeline.triggerId || known.buildStatus === pipeline.buildStatus) continue;
    expect([move, RANK[pipeline.buildStatus] > RANK[known.buildStatus]]).toEqual([move, true]);
  }
}

const RUNS = process.env.WINDLASS_FAULTS === undefined ? 15 : 150;
let services = 0;
/** A service of its own, whose other releases do not matter. */
const alone = () => ({ service: `service-${services++}` });

it('keeps every rule through random lives', async () => {
  const names = Object.keys(MOVES);
  const interruptions = fc.array(fc.tuple(fc.nat(GOOD_LIFE.length), fc.constantFrom(...names)), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...RELEASE_TYPES), interruptions, async (releaseType, extra) => {
      const { id } = await flow.world.release(kit, { releaseType, ...alone() });
      const moves = GOOD_LIFE.flatMap((move, at) => [
        move,
        ...extra.flatMap(([when, name]) => (when === at ? [name] : [])),
      ]);
      for (const move of moves) {
        const before = await flow.world.stored(id);
        await MOVES[move]?.(id);
        const after = await flow.world.stored(id);
        check(before, after, move);
        if (after.release.revision === before.release.revision) expect(after.release).toEqual(before.release);
      }
    }),
    // The first ones failed once.
    { numRuns: RUNS, examples: [['PLANNED', [[4, 'buildsFail']]]] },
  );
}, 600_000);

it('goes all the way when nothing comes in between', async () => {
  const { id } = await flow.world.release(kit, alone());
  for (const move of GOOD_LIFE) await MOVES[move]?.(id);
  expect((await flow.world.stored(id)).release.status).toBe('ARCHIVED');
});
