// The clients of GitLab (repository and CI) and Bitbucket against their stand-ins, over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBitbucketClient } from '../../functions/_adapters/bitbucket/bitbucket-client.ts';
import { scmClient } from '../../functions/_adapters/clients.ts';
import { createGitlabClient } from '../../functions/_adapters/gitlab/gitlab-client.ts';
import { createGitlabCiClient } from '../../functions/_adapters/gitlab-ci/gitlab-ci-client.ts';
import { type OutsideServer, SERVICES, startOutsideServer } from '../support/services/outside-server.ts';

let outside: OutsideServer;
beforeAll(async () => {
  outside = await startOutsideServer();
});
afterAll(() => outside.stop());

describe.each([
  ['GITLAB', () => createGitlabClient(outside.contextOf('GITLAB')), 'Can write to acme/mobile/app', 'Ada Example'],
  ['BITBUCKET', () => createBitbucketClient(outside.contextOf('BITBUCKET')), 'Can write to acme/app', 'ada'],
] as const)('%s', (type, make, proof, author) => {
  const name = SERVICES[type];

  it('verifies, branches, tags and publishes, each once', async () => {
    const client = make();
    expect(await client.verify()).toBe(proof);
    for (const mayBeOurs of [false, true]) {
      const branch = await client.createBranch({ branch: 'release/1.5.0', from: 'main', mayBeOurs });
      const tag = await client.createTag({ tag: 'v1.5.0', ref: 'release/1.5.0', message: 'Release 1.5.0', mayBeOurs });
      expect(tag).toEqual(branch);
      const page = { tag: 'v1.5.0', name: '1.5.0', notes: `New ${mayBeOurs}`, prerelease: false, isLatest: true };
      expect((await client.publishRelease({ ...page, mayBeOurs })).url).toMatch(/v1\.5\.0$/);
    }
    expect(outside.taken(name, 'POST', '/branches')).toHaveLength(1);
    expect(outside.taken(name, 'POST', '/tags')).toHaveLength(1);
    expect(outside.taken(name, 'POST', '/releases')).toHaveLength(type === 'GITLAB' ? 1 : 0);
  });

  it('makes tags of several services, in folders of their own', async () => {
    const client = make();
    const { sha } = await client.createBranch({ branch: 'release/ledger', from: 'main' });
    for (const service of ['ledger', 'wallet']) {
      const tag = `${service}/v1.5.0`;
      expect(await client.createTag({ tag, ref: 'release/ledger', message: tag })).toEqual({ sha, did: 'MADE' });
      await client.publishRelease({ tag, name: tag, notes: 'New', prerelease: false, isLatest: true });
      expect(await client.commitsBetween({ base: tag, head: 'main' })).toEqual([]);
    }
  });

  it('refuses a ref that does not exist', async () => {
    const client = make();
    const refused = { code: 'integration.refused' };
    await expect(client.createBranch({ branch: 'other', from: 'nowhere' })).rejects.toMatchObject(refused);
    const unknown = { code: 'integration.ref_unknown' };
    await expect(client.commitsBetween({ base: 'v0.0.1', head: 'main' })).rejects.toMatchObject(unknown);
  });

  it('names tags as its format says', () => {
    const named = (changes: object) => scmClient(type, outside.contextOf(type, { config: changes }));
    const release = { service: 'ledger', version: '1.5.0' };
    expect(make().tagOf(release)).toBe('v1.5.0');
    expect(named({ tagFormat: '{service}/v{version}' }).tagOf(release)).toBe('ledger/v1.5.0');
  });

  it('lists commits, oldest first', async () => {
    const client = make();
    const commits = await client.commitsBetween({ base: 'v1.0.0', head: 'main' });
    expect(commits).toHaveLength(8);
    expect(commits[0]).toMatchObject({ author, message: 'fix: round amounts half to even (#12)' });
    const last = await client.commitsBetween({ head: 'main', limit: 3 });
    expect(last.map(({ message }) => message)).toEqual([
      'perf: read balances in one query (#21)',
      'feat!: drop the legacy payment form (#23)',
      'fix: keep the currency of a refund (#24)',
    ]);
  });
});

describe('GITLAB_CI', () => {
  const inputAt = (branch: string, triggerId: string) => ({
    branch,
    parameters: { RELEASE_VERSION: '1.5.0', BRANCH: branch },
    triggerId,
    since: new Date(outside.clock.now).toISOString(),
  });

  it('verifies and starts one pipeline for each trigger, found by its variable', async () => {
    const client = createGitlabCiClient(outside.contextOf('GITLAB_CI'));
    expect(await client.verify()).toBe('Can start pipelines of acme/mobile/app');
    const input = inputAt('main', 'trigger-1');
    const other = await client.trigger({ ...input, triggerId: 'trigger-0', mayHaveStarted: false });
    const started = await client.trigger({ ...input, mayHaveStarted: false });
    expect(started).toMatchObject({ buildNumber: '2', buildUrl: expect.stringMatching(/\/-\/pipelines\/\d+$/) });
    expect(await client.trigger({ ...input, mayHaveStarted: true })).toEqual(started);
    expect(await client.trigger({ ...input, triggerId: 'trigger-0', mayHaveStarted: true })).toEqual(other);
    expect(outside.taken('gitlab', 'POST', '/pipeline')).toHaveLength(2);
  });

  it('finds a pipeline by ref and time where the token may not read variables', async () => {
    const client = createGitlabCiClient(outside.contextOf('GITLAB_CI', { credentials: { token: 'glpat-limited' } }));
    const input = inputAt('v1.0.0', 'trigger-2');
    const started = await client.trigger({ ...input, mayHaveStarted: false });
    expect(await client.trigger({ ...input, mayHaveStarted: true })).toEqual(started);
  });

  it('starts by a trigger token', async () => {
    const credentials = { triggerToken: 'glptt-1' };
    const config = { project: 'acme/mobile/triggered' };
    const client = createGitlabCiClient(outside.contextOf('GITLAB_CI', { config, credentials }));
    const input = inputAt('main', 'trigger-3');
    const started = await client.trigger({ ...input, mayHaveStarted: false });
    expect(started).toMatchObject({ buildNumber: '1' });
    expect(await client.trigger({ ...input, mayHaveStarted: true })).toEqual(started);
  });

  it('is refused for a branch that does not exist', async () => {
    const client = createGitlabCiClient(outside.contextOf('GITLAB_CI'));
    await expect(client.trigger({ ...inputAt('nowhere', 't'), mayHaveStarted: false })).rejects.toMatchObject({
      code: 'integration.refused',
      message: expect.stringContaining('base: Reference not found'),
    });
  });
});
