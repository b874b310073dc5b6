// People refresh or report a build whose end CI did not report, in every status of release and build; and refusals.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BUILD_STATUSES,
  type BuildStatus,
  RELEASE_STATUSES,
} from '../../../entities/releases/lifecycle/status.model.ts';
import { type Kit, startWorld, type World } from '../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
});
afterAll(() => world.stop());

const BUILDING: readonly string[] = ['STARTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED'];

/** A release in `status` whose first pipeline has a build in that state. */
async function releaseWith(status: (typeof RELEASE_STATUSES)[number], buildStatus: BuildStatus) {
  const { id } = await world.release(kit);
  const { release, pipelines } = await world.stored(id);
  const [pipeline] = pipelines;
  if (!pipeline) throw new Error('without pipelines');
  const at = release.updatedAt;
  const begun = { triggered: true, triggeredAt: at, triggerId: 'first', externalId: '4711', buildNumber: '7' };
  await world.seed([
    world.releases.update(release, at, { status, regressionCycle: 1 }),
    world.releases.updatePipeline(pipeline, at, { buildStatus, ...(buildStatus === 'PENDING' ? {} : begun) }),
  ]);
  const path = `/releases/${id}/pipelines/${pipeline.pipelineIntegrationId}`;
  const seen = async () => (await world.stored(id)).pipelines[0];
  return { id, path, seen };
}
const verdict = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
const typesOf = async (id: string) => (await world.eventsOf(id)).map(({ type }) => type);
const cases = RELEASE_STATUSES.flatMap((status) => BUILD_STATUSES.map((build) => [status, build] as const));

describe('refreshPipeline', () => {
  it.each(cases)('in %s, with a build that is %s (K13)', async (status, build) => {
    const { id, path, seen } = await releaseWith(status, build);
    const reply = await world.asRole('DEVELOPER')('POST', `${path}/refresh`);
    const code = !BUILDING.includes(status)
      ? 'release.illegal_transition'
      : { PENDING: 'release.no_build', SUCCESS: 'release.build_done' }[build as string];
    expect(verdict(reply)).toEqual(code === undefined ? [202, undefined] : [409, code]);
    expect((await typesOf(id)).includes('BuildRefreshRequested')).toBe(code === undefined);
    expect((await seen())?.refreshWantedAt).toBe(code === undefined ? reply.body.refreshRequestedAt : undefined);
  });

  it('answers 404 release.pipeline_not_found for a pipeline that the release has not', async () => {
    const { id } = await releaseWith('STARTED', 'RUNNING');
    expect(verdict(await world.asLead('POST', `/releases/${id}/pipelines/other/refresh`))).toEqual([
      404,
      'release.pipeline_not_found',
    ]);
  });

  it('is not for VIEWER', async () => {
    const { path } = await releaseWith('STARTED', 'RUNNING');
    expect((await world.asRole('VIEWER')('POST', `${path}/refresh`)).status).toBe(403);
  });
});

describe('reportBuild', () => {
  const said = ['SUCCESS', 'FAILED', 'CANCELLED'] as const;
  const reports = BUILD_STATUSES.flatMap((build) => said.map((status) => [build, status] as const));
  /** The build's status afterwards, or the code of the refusal: people can report only a better end than is known. */
  const ends: Record<string, string> = {
    'PENDING SUCCESS': 'SUCCESS',
    'PENDING FAILED': 'release.no_build',
    'PENDING CANCELLED': 'release.no_build',
    'RUNNING SUCCESS': 'SUCCESS',
    'RUNNING FAILED': 'FAILED',
    'RUNNING CANCELLED': 'CANCELLED',
    'FAILED SUCCESS': 'SUCCESS',
    'FAILED FAILED': 'release.nothing_new',
    'FAILED CANCELLED': 'release.nothing_new',
    'CANCELLED SUCCESS': 'SUCCESS',
    'CANCELLED FAILED': 'FAILED',
    'CANCELLED CANCELLED': 'release.nothing_new',
    'SUCCESS SUCCESS': 'release.build_done',
    'SUCCESS FAILED': 'release.build_done',
    'SUCCESS CANCELLED': 'release.build_done',
  };
  it.each(reports)('of a build that is %s says %s (K13)', async (build, status) => {
    const { path, seen } = await releaseWith('REGRESSION_IN_PROGRESS', build);
    const reply = await world.asRole('DEVELOPER')('POST', `${path}/status`, { status });
    const end = ends[`${build} ${status}`] ?? '';
    if (end.includes('.')) expect(verdict(reply)).toEqual([409, end]);
    else expect([reply.status, reply.body.buildStatus]).toEqual([200, end]);
    expect((await seen())?.buildStatus).toBe(end.includes('.') ? build : end);
  });

  it.each(RELEASE_STATUSES.filter((status) => !BUILDING.includes(status)))('in %s is refused', async (status) => {
    const { path } = await releaseWith(status, 'RUNNING');
    expect(verdict(await world.asLead('POST', `${path}/status`, { status: 'FAILED' }))).toEqual([
      409,
      'release.illegal_transition',
    ]);
  });

  it('takes the number, the number of the store and the commit of the build', async () => {
    const { path, seen } = await releaseWith('STARTED', 'PENDING');
    const facts = {
      buildNumber: '51',
      storeBuildNumber: '1051',
      commitSha: '0123456789abcdef0123456789abcdef01234567',
    };
    const reply = await world.asLead('POST', `${path}/status`, { status: 'SUCCESS', ...facts });
    expect(reply.body).toMatchObject(facts);
    expect(await seen()).toMatchObject({ ...facts, triggered: true, triggeredAt: expect.any(String) });
  });

  it.each([
    [{}],
    [{ status: 'RUNNING' }],
    [{ status: 'FAILED', buildNumber: '' }],
    [{ status: 'SUCCESS', commitSha: 'main' }],
    [{ status: 'FAILED', buildUrl: 'https://ci.test' }],
  ])('answers 400 to %j', async (body) => {
    const { path } = await releaseWith('STARTED', 'RUNNING');
    expect((await world.asLead('POST', `${path}/status`, body)).status).toBe(400);
  });

  it('tells the reason of an end that is no success', async () => {
    const { id, path } = await releaseWith('STARTED', 'RUNNING');
    await world.asLead('POST', `${path}/status`, { status: 'FAILED', reason: 'The agent burned' });
    expect((await world.eventsOf(id)).at(-1)).toMatchObject({ type: 'BuildFailed' });
  });
});

describe('a retry while a build has ended badly', () => {
  it.each(['FAILED', 'CANCELLED'] as const)('of %s names the routes that ask for another (K31)', async (build) => {
    const { id, path } = await releaseWith('STARTED', build);
    const { release } = await world.stored(id);
    const reply = await world.asLead('POST', `/releases/${id}/retry`);
    expect(verdict(reply)).toEqual([409, 'release.not_paused']);
    expect(reply.body.legal).toEqual([`POST ${path.replace(id, encodeURIComponent(release.releaseKey))}/trigger`]);
    expect(reply.body.detail).toContain(`Build 7 is ${build}`);
  });
});
