// The actions of releases, targets and pipelines say what their operations answer: in every status, state of builds and state of stores,
// and to every role.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import { isOngoing, RELEASE_STATUSES, TARGET_STATUSES } from '../../../entities/releases/lifecycle/status.model.ts';
import { manifest } from '../../../functions/releases/manifest.ts';
import { type Kit, NOW_ISO, startWorld, type World } from '../../support/release-world.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';

let world: World;
let kit: Kit;
let web: string;
let server: string;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
  web = await world.integration('WEB');
  server = await world.integration('SERVER');
});
afterAll(() => world.stop());

type ReleaseChanges = Parameters<World['releases']['update']>[2];
type TargetChanges = Parameters<World['releases']['updateTarget']>[2];
type PipelineChanges = Parameters<World['releases']['updatePipeline']>[2];

interface State {
  readonly release?: ReleaseChanges;
  readonly target?: TargetChanges;
  readonly pipeline?: PipelineChanges;
}

async function releaseIn({ release = {}, target = {}, pipeline = {} }: State): Promise<string> {
  const { id } = await world.release(kit, { targets: [kit.appStore, kit.playStore, web, server] });
  const stored = await world.stored(id);
  await world.seed([
    world.releases.update(stored.release, NOW_ISO, release),
    ...stored.targets.map((item) => world.releases.updateTarget(item, NOW_ISO, target)),
    ...stored.pipelines.map((item) => world.releases.updatePipeline(item, NOW_ISO, pipeline)),
  ]);
  return String(id);
}

/** A status that the target may get from its present one. */
const NEXT: Readonly<Record<string, string>> = { SUBMITTED: 'APPROVED', APPROVED: 'RELEASED' };

// biome-ignore lint/suspicious/noExplicitAny: the body of any view
type Body = any;

async function expectTrueOf(id: string, ask: Parameters<typeof expectTrue>[2]) {
  const reply = await world.call({ ...ask, method: 'GET', path: `/releases/${id}` });
  const view: Body = reply.body;
  const compare = (part: Body, integration: string, bodies: Readonly<Record<string, unknown>>) =>
    expectTrue(world.call, manifest, ask, {
      actions: part.actions,
      params: { release: id, integration, locale: 'en-US' },
      bodies,
    });
  await compare(view, '', {
    updateRelease: { description: 'another' },
    openRegressionCycle: { force: true },
    editReleaseNotes: { text: 'better' },
  });
  // The stores differ in what they can do with a version that they have.
  for (const target of view.status === 'BUILD_SUBMITTED' ? view.targets : view.targets.slice(0, 1)) {
    const isSubmitted = ['SUBMITTED', 'APPROVED', 'RELEASED', 'REPLACED'].includes(target.targetStatus);
    const isFirst = !isSubmitted && isOngoing(view.status) && target.initialPercentage === undefined;
    await compare(target, target.targetIntegrationId, {
      updateTarget: { releaseMode: 'AUTOMATIC' },
      reportTarget: { status: NEXT[target.targetStatus] ?? 'SUBMITTED' },
      rollOutTarget: { percentage: isFirst ? 1 : 100 },
    });
  }
  for (const pipeline of view.pipelines.slice(0, 1)) {
    await compare(pipeline, pipeline.pipelineIntegrationId, {
      triggerPipeline: { force: true },
      reportBuild: { status: 'SUCCESS' },
    });
  }
}

const built = { buildStatus: 'SUCCESS', triggered: true, triggeredAt: NOW_ISO, buildNumber: '7' } as const;
const running = { buildStatus: 'RUNNING', triggered: true, triggeredAt: NOW_ISO, externalId: '7' } as const;
const inStores = { status: 'BUILD_SUBMITTED', regressionCycle: 1, signedOffCycle: 1 } as const;
const paused = { isPaused: true, pauseReason: 'USER_REQUESTED' } as const;
const failed = { isPaused: true, pauseReason: 'TASK_FAILURE', pauseError: 'no' } as const;
const wish = { wishId: 'w', requestedAt: NOW_ISO } as const;

const BUILDING = ['STARTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED'] as const;

const states: readonly (readonly [string, State])[] = [
  ...RELEASE_STATUSES.map((status) => [status, { release: { status } }] as const),
  ...BUILDING.map((status) => [`${status}, built`, { release: { status }, pipeline: built }] as const),
  ['paused by a person', { release: { ...inStores, ...paused }, pipeline: built }],
  ['paused by a failure', { release: { status: 'STARTED', ...failed } }],
  ['with a failed build', { release: { status: 'STARTED' }, pipeline: { ...running, buildStatus: 'FAILED' } }],
  ['with running builds', { release: { status: 'STARTED' }, pipeline: running }],
  ['with a cancelled build', { release: { status: 'STARTED' }, pipeline: { ...built, buildStatus: 'CANCELLED' } }],
  ['published', { release: { ...inStores, tag: 'v1' }, pipeline: built }],
  ['held back', { release: { ...inStores, blockedByReleaseId: 'x', blockedByReleaseKey: 'x@1' }, pipeline: built }],
  ['held for a person', { release: { ...inStores, manualSubmission: true }, pipeline: built }],
  ...TARGET_STATUSES.map(
    (targetStatus) =>
      [`${targetStatus} at the stores`, { release: inStores, target: { targetStatus }, pipeline: built }] as const,
  ),
  ...(['ROLLING_OUT', 'PAUSED', 'HALTED', 'COMPLETED'] as const).map(
    (rolloutState) =>
      [
        `${rolloutState} at the stores`,
        {
          release: inStores,
          target: { targetStatus: 'APPROVED', rolloutState, rolloutPercentage: 10 },
          pipeline: built,
        },
      ] as const,
  ),
  ['staged from the beginning', { release: inStores, target: { initialPercentage: 1 }, pipeline: built }],
  [
    'cancelled before the stores answered',
    {
      release: { status: 'CANCELLED' },
      target: { storeWanted: { action: 'WITHDRAW', ...wish }, targetStatus: 'SUBMITTED' },
    },
  ],
  [
    'back in regression with a rejected build',
    {
      release: { status: 'REGRESSION_IN_PROGRESS', regressionCycle: 2, signedOffCycle: 1 },
      target: { targetStatus: 'BUILDING', rejectedBuildNumber: '6' },
      pipeline: running,
    },
  ],
];

describe('actions of a release', () => {
  it.each(states)('that is %s are true for a lead', async (_, state) => {
    await expectTrueOf(await releaseIn(state), { role: 'LEAD' });
  });

  const some = states.filter(([name]) => name === 'STARTED' || name === 'paused by a person');
  it.each(ROLES.flatMap((role) => some.map(([name, state]) => [role, name, state] as const)))(
    'are true for the role %s, %s',
    async (role, _, state) => {
      await expectTrueOf(await releaseIn(state), { role });
    },
  );

  it('are true for a credential that is limited to reading', async () => {
    await expectTrueOf(await releaseIn({}), { role: 'ADMIN', scopes: 'releases:read' });
  });

  it('change the ETag with the role, and not the revision that If-Match needs', async () => {
    const id = await releaseIn({});
    const path = `/releases/${id}`;
    const { etag = '' } = (await world.asRole('VIEWER')('GET', path)).headers;
    expect((await world.asRole('VIEWER')('GET', path, undefined, { 'if-none-match': etag })).status).toBe(304);
    const promoted = await world.asLead('GET', path, undefined, { 'if-none-match': etag });
    expect(promoted.status).toBe(200);
    expect(promoted.headers.etag).not.toBe(etag);
    expect((await world.asLead('POST', `${path}/kickoff`, undefined, { 'if-match': etag })).status).toBe(200);
  });
});
