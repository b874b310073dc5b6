// The commit that was signed off is tagged and announced at the end, whatever was pushed after it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { TENANT_ID } from '../../support/release-world.ts';
import { actorsOf, commitOf as commit } from '../lifecycle/lifecycle-actors.ts';
import { type Stage, startStage } from '../lifecycle/lifecycle-stage.ts';

let stage: Stage;
let actors: ReturnType<typeof actorsOf>;
beforeAll(async () => {
  stage = await startStage();
  actors = actorsOf(stage);
});
afterAll(() => stage.stop());

const SIGNABLE = { status: 'REGRESSION_IN_PROGRESS', branchSha: 'cut', regressionCycle: 1, listedCycle: 1 } as const;
const asked = (name: string): Record<string, unknown>[] =>
  stage.services.calls
    .filter((call) => call.startsWith(`${name} `))
    .map((call) => JSON.parse(call.slice(name.length + 1)));

describe('the tag of a release', () => {
  it('is at the commit of the cycle that was signed off, and so are the notes', async () => {
    const { calls, pushed } = stage.services;
    pushed.splice(0, pushed.length, commit('tested'));
    const id = await stage.release({}, actors.bring({ release: SIGNABLE, builds: 'SUCCESS' }));
    await stage.act(id, 'regression-cycles', { force: true });
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    pushed.push(commit('late'));
    calls.length = 0;
    await actors.answer(id, 'RELEASED');
    expect((await stage.stored(id)).release.status).toBe('RELEASED');
    expect(asked('createTag')).toMatchObject([{ ref: 'tested' }]);
    expect(asked('commitsBetween').map(({ head }) => head)).toEqual(['tested']);
    pushed.length = 0;
  });

  it('is found by each of its commits and by the tickets that they name, also by one of its second cycle', async () => {
    const { pushed } = stage.services;
    const sha = (digit: string) => digit.repeat(40);
    pushed.splice(0, pushed.length, { ...commit(sha('a')), message: 'PAY-7: faster' });
    const id = await stage.release({}, actors.bring({ release: SIGNABLE, builds: 'SUCCESS' }));
    pushed.push({ ...commit(sha('b')), message: 'Fix PAY-8' });
    await stage.act(id, 'regression-cycles', { force: true });
    await actors.reportBuilds(id, 'SUCCESS');
    for (const q of ['aaaaaaa', 'bbbb', 'PAY-7', 'pay-8']) {
      const { body } = await stage.world.asLead('GET', `/search?q=${q}`);
      expect([q, body.items.map(({ release }: { release: { id: string } }) => release.id)]).toEqual([q, [id]]);
    }
    expect((await stage.world.asLead('GET', '/search?q=PAY-9')).body.items).toEqual([]);
    pushed.length = 0;
  });

  it('is at the last of more commits than a cycle keeps, which says how many there are (K18)', async () => {
    const { calls, pushed } = stage.services;
    pushed.splice(0, pushed.length, ...Array.from({ length: 260 }, (_, index) => commit(`c${index}`)));
    const id = await stage.release({}, actors.bring({ release: SIGNABLE, builds: 'SUCCESS' }));
    await stage.act(id, 'regression-cycles', { force: true });
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    calls.length = 0;
    await actors.answer(id, 'RELEASED');
    expect(asked('createTag')).toMatchObject([{ ref: 'c259' }]);
    const { body } = await stage.world.asLead('GET', `/releases/${id}/regression-cycles`);
    const last = body.items.find(({ number }: { number: number }) => number === 2);
    expect([last.commits.length, last.commitCount]).toEqual([100, 260]);
    pushed.length = 0;
  });

  it('leaves the people behind all commits since the previous version, from the cut of its branch on', async () => {
    const { pushed } = stage.services;
    const ada = await stage.world.member('DEVELOPER');
    const { email } = await stage.world.people.get(TENANT_ID as TenantId, ada);
    const by = (externalId: string, provider: 'email' | 'github' = 'email') => ({ provider, externalId });
    const trailers = Array.from({ length: 3_000 }, (_, index) => by(`nobody-${index}@example.com`));
    pushed.splice(
      ...([0, pushed.length] as const),
      { ...commit('base'), sha: 'v1.0.0' },
      { ...commit('many'), accounts: [by('stranger', 'github'), ...trailers] },
      { ...commit('hers'), accounts: [by(email)] },
    );
    const id = await stage.release({}, actors.bring({ release: { status: 'PENDING', baseTag: 'v1.0.0' } }));
    const kept = await stage.world.releases.authors.find(TENANT_ID, id);
    expect([kept?.users, kept?.accounts.slice(0, 2), kept?.accounts.length]).toEqual([
      [ada],
      [by('stranger', 'github'), by(email)],
      1_000,
    ]);
    pushed.length = 0;
  });

  it('leaves the accounts behind all commits of its cycle, also of those that are not kept', async () => {
    const { pushed } = stage.services;
    const accountOf = (index: number) => ({ provider: 'github' as const, externalId: `dev-${index % 3}` });
    const all = Array.from({ length: 130 }, (_, index) => ({ ...commit(`a${index}`), accounts: [accountOf(index)] }));
    const first = { ...commit('first'), accounts: [{ provider: 'email' as const, externalId: 'ada@example.com' }] };
    pushed.splice(0, pushed.length, first, ...all);
    const id = await stage.release({}, actors.bring({ release: SIGNABLE, builds: 'SUCCESS' }));
    await stage.act(id, 'regression-cycles', { force: true });
    await actors.reportBuilds(id, 'SUCCESS');
    const cycles = await stage.world.releases.cycles.all(TENANT_ID, id);
    const names = cycles
      .at(-1)
      ?.authors?.map(({ externalId }) => externalId)
      .sort();
    expect(names).toEqual(['ada@example.com', 'dev-0', 'dev-1', 'dev-2']);
    pushed.length = 0;
  });

  it('is at the head of the branch of a hotfix that was submitted before its commit was kept', async () => {
    stage.services.calls.length = 0;
    const submitted = { status: 'BUILD_SUBMITTED', branchSha: 'cut' } as const;
    const id = await stage.release(
      { releaseType: 'HOTFIX' },
      actors.bring({ release: submitted, builds: 'SUCCESS', targets: 'SUBMITTED' }),
    );
    await actors.answer(id, 'RELEASED');
    const { release } = await stage.stored(id);
    expect(asked('createTag')).toMatchObject([{ ref: release.branchRelease }]);
  });
});
