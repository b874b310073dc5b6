// Tags of services that share a repository, made by the real client at GitHub's stand-in: a format keeps them apart, a tag at
// another commit pauses the release with the way out, and notes begin at the tag that the previous release was given.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kit, TENANT_ID } from '../../support/release-world.ts';
import { type OutsideServer, type Outward, startOutsideServer } from '../../support/services/outside-server.ts';
import { actorsOf } from '../lifecycle/lifecycle-actors.ts';
import { type Stage, startStage } from '../lifecycle/lifecycle-stage.ts';
import { type FailingOutside, failingOutside, kitOf } from '../services/failing-outside.ts';

let server: OutsideServer;
let outside: FailingOutside;
let stage: Stage;
let actors: ReturnType<typeof actorsOf>;
let kit: Kit;
const types = new Map<string, Outward>();

beforeAll(async () => {
  server = await startOutsideServer();
  outside = failingOutside(server, types);
  stage = await startStage({ outsideOf: outside.outsideOf });
  actors = actorsOf(stage);
  kit = await kitOf(stage.world, server, types, ['GITHUB', 'GITHUB_ACTIONS', 'APP_STORE', 'JIRA']);
});
afterAll(async () => {
  await stage.stop();
  await server.stop();
});

const scmOf = (id: string) => outside.outsideOf(stage.world).scm(TENANT_ID, id);

/** The kit with an SCM of this format, or of none, in a repository of its own. */
async function kitWith(repository: string, tagFormat?: string): Promise<Kit> {
  const format = tagFormat === undefined ? {} : { tagFormat };
  const config = { ...server.contextOf('GITHUB').config, repository, ...format };
  const scm = await stage.world.integration('GITHUB', { config } as never);
  types.set(scm, 'GITHUB');
  return { ...kit, scm };
}

/** A release that every store has released: all that is left is to publish it. */
async function publish(of: Kit, service: string, version: string, from: string, over: object = {}): Promise<string> {
  const branchRelease = `release/${service}/${version}`;
  await (await scmOf(of.scm)).createBranch({ branch: branchRelease, from });
  const what = { service, version, branchRelease, targets: [of.appStore], pipelines: [], platforms: ['IOS'], ...over };
  const submitted = { status: 'BUILD_SUBMITTED', regressionCycle: 1, branchSha: 'cut' } as const;
  return stage.release(what, actors.bring({ release: submitted, targets: 'RELEASED' }), of);
}
const releaseOf = async (id: string) => (await stage.stored(id)).release;

/** Where the commits of the notes were asked to begin, as the path of GitHub's comparison says. */
const comparedTo = (head: string): string[] =>
  server.received('github').flatMap(({ path }) => {
    const [, base, to] = /\/compare\/(.+)\.\.\.(.+?)(?:\?|$)/.exec(path) ?? [];
    return base !== undefined && to === head ? [base] : [];
  });

const commitOf = async (of: Kit, tag: string) =>
  (await (await scmOf(of.scm)).commitsBetween({ head: tag, limit: 1 })).map(({ sha }) => sha);

describe('two services in one repository', () => {
  it('have tags of their own at the same version', async () => {
    const of = await kitWith('mono', '{service}/v{version}');
    const one = await publish(of, 'ledger', '1.5.0', 'main');
    const other = await publish(of, 'wallet', '1.5.0', 'v1.0.0');
    expect(await releaseOf(one)).toMatchObject({ status: 'RELEASED', tag: 'ledger/v1.5.0' });
    expect(await releaseOf(other)).toMatchObject({ status: 'RELEASED', tag: 'wallet/v1.5.0' });
    expect((await releaseOf(other)).releaseUrl).toMatch(/wallet/);
  });

  it('collide without a format; the pause says where the tag is and names the way out, which a retry takes', async () => {
    const of = await kitWith('collision');
    const one = await publish(of, 'orders', '1.5.0', 'main');
    const other = await publish(of, 'invoices', '1.5.0', 'v1.0.0');
    expect(await releaseOf(one)).toMatchObject({ status: 'RELEASED', tag: 'v1.5.0' });
    const paused = await releaseOf(other);
    expect(paused).toMatchObject({ status: 'BUILD_SUBMITTED', isPaused: true, pauseReason: 'TASK_FAILURE' });
    expect(paused.pauseError).toMatch(
      /acme\/collision already has a tag v1\.5\.0 that this release did not make, at [0-9a-f]{7}, which is /,
    );
    expect(paused.pauseError).toMatch(/tagFormat.*\{service\}-v\{version\}/);

    const { integrations, seed } = stage.world;
    const item = await integrations.get(TENANT_ID, { kind: 'SCM', integrationId: of.scm });
    if (item === undefined) throw new Error('no SCM');
    const config = { ...(item.config as object), tagFormat: '{service}-v{version}' };
    await seed(integrations.update(item, { ...item, config, revision: item.revision + 1 }));
    await stage.act(other, 'retry');
    expect(await releaseOf(other)).toMatchObject({ status: 'RELEASED', isPaused: false, tag: 'invoices-v1.5.0' });
  });
});

describe('the notes of a release', () => {
  it('begin at the tag that the previous release was given, although tags are called otherwise by now', async () => {
    const before = await kitWith('renamed');
    await publish(before, 'renamed', '1.5.0', 'v1.0.0');
    const after = await kitWith('renamed', '{service}-v{version}');
    const id = await publish(after, 'renamed', '1.6.0', 'main');
    expect(await releaseOf(id)).toMatchObject({ tag: 'renamed-v1.6.0', baseVersion: '1.5.0' });
    expect(comparedTo('release/renamed/1.6.0')).toEqual(await commitOf(after, 'v1.5.0'));
  });

  it('begin at the tag that the format gives a version from before Windlass', async () => {
    const of = await kitWith('imported', '{service}-v{version}');
    const scm = await scmOf(of.scm);
    await scm.createTag({ tag: 'imported-v1.4.0', ref: 'v1.0.0', message: 'by hand' });
    const id = await publish(of, 'imported', '1.6.0', 'main', { baseVersion: '1.4.0' });
    expect((await releaseOf(id)).tag).toBe('imported-v1.6.0');
    expect(comparedTo('release/imported/1.6.0')).toEqual(await commitOf(of, 'imported-v1.4.0'));
  });

  it('of a hotfix begin at the tag that it is cut from, when no release of Windlass had the version before', async () => {
    const of = await kitWith('cut', '{service}-v{version}');
    const over = { releaseType: 'HOTFIX', baseBranch: undefined, baseTag: 'v1.0.0', baseVersion: '1.0.0' };
    await publish(of, 'cut', '1.0.1', 'main', over);
    expect(comparedTo('release/cut/1.0.1')).toEqual(await commitOf(of, 'v1.0.0'));
  });
});

it('a hotfix is cut from the tag that the release before it was given', async () => {
  const of = await kitWith('hotfixed', '{service}/v{version}');
  await publish(of, 'hotfixed', '2.0.0', 'main');
  const hotfix = { releaseType: 'HOTFIX', baseBranch: undefined, service: 'hotfixed', version: '2.0.1' };
  const over = { ...hotfix, targets: [of.appStore], pipelines: [] };
  const { body } = await stage.world.asLead('POST', '/releases', stage.world.bodyOf(of, over));
  expect(body).toMatchObject({ baseTag: 'hotfixed/v2.0.0', baseBranch: 'hotfixed/v2.0.0', baseVersion: '2.0.0' });
});

describe('the page of a release', () => {
  const pageOf = async (repository: string, path: string) => {
    const config = server.contextOf('GITHUB').config;
    const { token } = server.contextOf('GITHUB').credentials;
    const url = `${config.baseUrl}/repos/${config.owner}/${repository}/releases/${path}`;
    return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).json() as Promise<object>;
  };

  it('is a pre-release where the version is one, and older lines do not become the latest (K9, K10)', async () => {
    const of = await kitWith('lines');
    await publish(of, 'lines', '3.0.0', 'main');
    await publish(of, 'lines', '3.1.0-rc.1', 'main');
    await publish(of, 'lines', '2.9.1', 'v1.0.0');
    expect(await pageOf('lines', 'tags/v3.1.0-rc.1')).toMatchObject({ prerelease: true });
    expect(await pageOf('lines', 'tags/v2.9.1')).toMatchObject({ prerelease: false });
    const made = server.taken('github', 'POST', '/lines/releases').map(({ body }) => body as Record<string, unknown>);
    expect(made.map(({ tag_name: tag, make_latest: isLatest }) => [tag, isLatest])).toEqual([
      ['v3.0.0', 'true'],
      ['v3.1.0-rc.1', 'false'],
      ['v2.9.1', 'false'],
    ]);
  });

  it('has the changes since the stable version before it, also those of pre-releases between (K11)', async () => {
    const of = await kitWith('candidates');
    await publish(of, 'candidates', '1.1.0', 'v1.0.0');
    const rc = await publish(of, 'candidates', '1.2.0-rc.1', 'main');
    const id = await publish(of, 'candidates', '1.2.0', 'main');
    expect(await releaseOf(rc)).toMatchObject({ baseVersion: '1.1.0' });
    expect(await releaseOf(id)).toMatchObject({ baseVersion: '1.1.0' });
    expect(await pageOf('candidates', 'tags/v1.2.0')).toMatchObject({ body: expect.stringContaining('round amounts') });
  });
});

describe('what the notes are written from', () => {
  const noted = async (repository: string, commits: readonly string[], over: object = {}) => {
    const of = await kitWith(repository);
    const { config, credentials } = server.contextOf('GITHUB');
    const root = `${config.baseUrl}/repos/${config.owner}/${repository}/git`;
    const headers = { authorization: `Bearer ${credentials.token}`, 'content-type': 'application/json' };
    const send = async (method: string, path: string, body: object) =>
      (await fetch(`${root}/${path}`, { method, headers, body: JSON.stringify(body) })).json() as Promise<{
        sha: string;
      }>;
    let sha = (await (await scmOf(of.scm)).headOf({ branch: 'main' }))?.sha ?? '';
    for (const message of commits) {
      ({ sha } = await send('POST', 'commits', { message, tree: 'a'.repeat(40), parents: [sha] }));
    }
    await send('PATCH', 'refs/heads/main', { sha });
    const id = await publish(of, repository, '1.6.0', 'main', { baseVersion: '1.0.0', ...over });
    const page = await fetch(`${config.baseUrl}/repos/${config.owner}/${repository}/releases/tags/v1.6.0`, { headers });
    return { release: await releaseOf(id), page: ((await page.json()) as { body: string }).body };
  };

  it('is read as it was written on the page (K21)', async () => {
    const { release, page } = await noted('foreign', ['fix: <Suspense> fallback with @angular/core *twice*']);
    expect(page).toContain('- fix: &lt;Suspense&gt; fallback with @&#8203;angular/core \\*twice\\* (');
    expect(release.releaseNotes).toContain('- fix: <Suspense> fallback with @angular/core *twice* (');
  });

  it('is whole on the page, and in the release ends at a whole line with how many more there are (K18)', async () => {
    const titles = Array.from({ length: 300 }, (_, index) => `fix: ${String(index).padEnd(55, 'x')}`);
    const { release, page } = await noted('many', titles);
    expect(page.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(308);
    const lines = release.releaseNotes?.split('\n') ?? [];
    const listed = lines.filter((line) => /^- .* \(\w{7}, .+\)$/.test(line)).length;
    expect(lines.at(-1)).toMatch(new RegExp(`^- and ${308 - listed} more: https?://.+/compare/v1\\.0\\.0\\.\\.\\.`));
    expect(release.releaseNotes?.length).toBeLessThanOrEqual(8000);
  });

  it('says that the version before has no tag, and that these are the last commits (K17)', async () => {
    const { page } = await noted('untagged', [], { baseVersion: '0.9.0' });
    expect(page).toContain('The repository has no v0.9.0, so that these are the last commits.');
    expect(page).toContain('keep the currency of a refund');
  });

  it('says that they could not be listed, rather than listing others, when the SCM refuses to compare (K17)', async () => {
    outside.fail({ how: 'answers 422', requests: /\/compare\//, effect: /^$/ });
    const { release, page } = await noted('refused', []);
    outside.fail(undefined);
    expect(release.status).toBe('RELEASED');
    expect(page).toContain('The commits since v1.0.0 could not be listed (GitHub answered 422');
    expect(page).not.toContain('keep the currency of a refund');
  });
});
