// Submissions to stores: for how many users, which build after another one, and with which notes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorsOf } from '../lifecycle/lifecycle-actors.ts';
import { type Stage, startStage } from '../lifecycle/lifecycle-stage.ts';

let stage: Stage;
let actors: ReturnType<typeof actorsOf>;
beforeAll(async () => {
  stage = await startStage();
  actors = actorsOf(stage);
});
afterAll(() => stage.stop());

const REGRESSION = { status: 'REGRESSION_IN_PROGRESS', branchSha: 'cut', regressionCycle: 1, listedCycle: 1 } as const;

/** The submissions to a target's store since the test began, oldest first. */
const givenTo = (target: string): object[] =>
  stage.services.calls
    .filter((call) => call.startsWith(`submit ${target} `))
    .map((call) => JSON.parse(call.slice(`submit ${target} `.length)));
const targetOf = async (id: string, target: string) =>
  (await stage.stored(id)).targets.find((item) => item.targetIntegrationId === target);

describe('a staged rollout that is planned before the submission', () => {
  it('is submitted so, and again so when the store rejects it', async () => {
    stage.services.calls.length = 0;
    const { playStore, androidPipeline } = stage.kit;
    const id = await stage.release({}, actors.bring({ release: REGRESSION, builds: 'SUCCESS' }));
    expect((await stage.act(id, `targets/${playStore}/rollout`, { percentage: 10 })).status).toBe(202);
    await actors.signOff(id);
    const rollingOut = { targetStatus: 'SUBMITTED', rolloutState: 'ROLLING_OUT', rolloutPercentage: 10 };
    expect(await targetOf(id, playStore)).toMatchObject(rollingOut);
    expect(await targetOf(id, stage.kit.appStore)).not.toHaveProperty('rolloutState');
    await stage.act(id, `targets/${playStore}/status`, { status: 'REJECTED', reason: 'crashes' });
    expect(await targetOf(id, playStore)).not.toHaveProperty('rolloutState');
    expect((await stage.stored(id)).pipelines.find(({ buildStatus }) => buildStatus === 'RUNNING')).toMatchObject({
      pipelineIntegrationId: androidPipeline,
    });
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    expect(await targetOf(id, playStore)).toMatchObject(rollingOut);
    expect(givenTo(playStore)).toMatchObject([{ percentage: 10 }, { percentage: 10 }]);
    expect(givenTo(stage.kit.appStore).map((given) => 'percentage' in given)).toEqual([false]);
  });
});

const SUBMITTED = { status: 'BUILD_SUBMITTED', branchSha: 'cut' } as const;

describe('a new build that is needed while the stores have the release', () => {
  it('brings the release back to regression and, signed off, goes to the store it is for', async () => {
    stage.services.calls.length = 0;
    const { appStore, playStore, androidPipeline } = stage.kit;
    const id = await stage.release({}, actors.bring({ release: SUBMITTED, builds: 'SUCCESS' }));
    expect((await stage.act(id, `pipelines/${androidPipeline}/trigger`)).status).toBe(202);
    expect((await stage.stored(id)).release).toMatchObject({ status: 'REGRESSION_IN_PROGRESS', regressionCycle: 1 });
    expect([await targetOf(id, appStore), await targetOf(id, playStore)]).toMatchObject([
      { targetStatus: 'SUBMITTED' },
      { targetStatus: 'BUILDING' },
    ]);
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    expect([givenTo(appStore).length, givenTo(playStore).length]).toEqual([1, 2]);
    await actors.answer(id, 'RELEASED');
    expect((await stage.stored(id)).release.status).toBe('RELEASED');
  });
});

describe('a release back in regression', () => {
  it('gives a store that has an earlier build the newer one', async () => {
    stage.services.calls.length = 0;
    const { appStore, playStore, androidPipeline } = stage.kit;
    const id = await stage.release({}, actors.bring({ release: SUBMITTED, builds: 'SUCCESS' }));
    await stage.act(id, `targets/${appStore}/status`, { status: 'REJECTED', reason: 'crashes' });
    await stage.act(id, `pipelines/${androidPipeline}/trigger`);
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    expect([givenTo(appStore).length, givenTo(playStore).length]).toEqual([2, 2]);
    for (const target of [appStore, playStore]) {
      expect(await targetOf(id, target)).toMatchObject({ targetStatus: 'SUBMITTED' });
    }
  });

  it('takes up what a second store rejects meanwhile, before anybody signs the first one off', async () => {
    stage.services.calls.length = 0;
    const { appStore, playStore } = stage.kit;
    const id = await stage.release({}, actors.bring({ release: SUBMITTED, builds: 'SUCCESS' }));
    const rejected = { status: 'REJECTED', reason: 'crashes' };
    await stage.act(id, `targets/${appStore}/status`, rejected);
    await actors.reportBuilds(id, 'SUCCESS');
    const first = await actors.approvalOf(id, 'PENDING');
    await stage.act(id, `targets/${playStore}/status`, rejected);
    expect(await actors.approvalOf(id, 'CANCELLED')).toBe(first);
    expect((await stage.stored(id)).release.regressionCycle).toBe(2);
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    expect((await stage.stored(id)).release.status).toBe('BUILD_SUBMITTED');
    expect([givenTo(appStore).length, givenTo(playStore).length]).toEqual([2, 2]);
  });
});

describe('the notes of a release in regression', () => {
  const commit = (sha: string) => ({
    sha,
    message: `Fix ${sha}`,
    author: 'Ada',
    accounts: [],
    committedAt: '2026-03-01T00:00:00Z',
  });
  const notesOf = async (id: string) => (await stage.world.asLead('GET', `/releases/${id}/notes`)).body.items;
  const nextCycle = (id: string) => stage.act(id, 'regression-cycles', { force: true });

  it('are there before the sign-off, follow the cycles, and once edited go to the stores as they are', async () => {
    const { calls, pushed } = stage.services;
    calls.length = 0;
    pushed.splice(0, pushed.length, commit('one'));
    const id = await stage.release({}, actors.bring({ release: REGRESSION, builds: 'SUCCESS' }));
    await nextCycle(id);
    expect(await notesOf(id)).toMatchObject([{ locale: 'en-US', isEdited: false, revision: 1 }]);
    expect((await notesOf(id))[0].text).toContain('- Fix one (one, Ada)');
    pushed.push(commit('two'));
    await nextCycle(id);
    expect((await notesOf(id))[0].text).toContain('- Fix two (two, Ada)');
    await stage.world.asLead('PUT', `/releases/${id}/notes/en-US`, { text: 'All new' });
    await nextCycle(id);
    expect(await notesOf(id)).toMatchObject([{ text: 'All new', isEdited: true, revision: 3 }]);
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    expect(givenTo(stage.kit.appStore)).toMatchObject([
      { notes: { texts: { 'en-US': 'All new' }, mainLocale: 'en-US' } },
    ]);
    await stage.act(id, `targets/${stage.kit.appStore}/status`, { status: 'REJECTED', reason: 'says nothing' });
    await stage.world.asLead('PUT', `/releases/${id}/notes/en-US`, { text: 'Refunds' });
    await stage.world.asLead('PUT', `/releases/${id}/notes/de`, { text: 'Erstattungen' });
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    const texts = { 'en-US': 'Refunds', de: 'Erstattungen' };
    expect(givenTo(stage.kit.appStore)).toMatchObject([{}, { notes: { texts } }]);
    pushed.length = 0;
  });

  it('are waited for where that is switched on, until a person writes them in any language or takes the word back (W10)', async () => {
    const { appStore } = stage.kit;
    stage.services.calls.length = 0;
    const waiting = () =>
      stage.release({ waitForNotes: true }, actors.bring({ release: SUBMITTED, builds: 'SUCCESS' }));
    const [id, other] = [await waiting(), await waiting()];
    expect(givenTo(appStore)).toEqual([]);
    expect((await stage.stored(id)).release).toMatchObject({ status: 'BUILD_SUBMITTED', isPaused: false });
    await stage.world.asLead('PUT', `/releases/${id}/notes/de`, { text: 'Neu' });
    await stage.settle();
    expect(givenTo(appStore)).toMatchObject([{ notes: { texts: { de: 'Neu' } } }]);
    await stage.world.asLead('PATCH', `/releases/${other}`, { waitForNotes: false });
    await stage.settle();
    expect(givenTo(appStore)).toMatchObject([{}, { notes: { texts: {} } }]);
  });

  it('say which stores have earlier ones, until these are handed the version again', async () => {
    const { appStore, playStore } = stage.kit;
    const id = await stage.release({}, actors.bring({ release: SUBMITTED, builds: 'SUCCESS' }));
    const first = await targetOf(id, appStore);
    expect(first?.notesSentAt).toBe(first?.submittedAt);
    expect(await notesOf(id)).toEqual([]);

    stage.world.clock.at += 60_000;
    const edited = await stage.world.asLead('PUT', `/releases/${id}/notes/de`, { text: 'Neu' });
    expect(edited.body.notSentTo).toEqual([appStore, playStore].sort());
    await stage.act(id, `targets/${appStore}/status`, { status: 'REJECTED', reason: 'says nothing' });
    expect(await notesOf(id)).toMatchObject([{ notSentTo: [playStore] }, { notSentTo: [] }]);

    stage.world.clock.at += 60_000;
    stage.services.calls.length = 0;
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    expect(givenTo(appStore)).toMatchObject([{ submittedBefore: first?.submittedAt, notes: { texts: { de: 'Neu' } } }]);
    expect(await notesOf(id)).toMatchObject([{ locale: 'de', notSentTo: [playStore] }, { notSentTo: [] }]);
  });

  it('are not said to be sent to a store that answers an earlier submission', async () => {
    const { appStore } = stage.kit;
    stage.services.keepsNotes.add(appStore);
    const id = await stage.release({}, actors.bring({ release: SUBMITTED, builds: 'SUCCESS' }));
    stage.services.keepsNotes.clear();
    expect(await targetOf(id, appStore)).not.toHaveProperty('notesSentAt');
    const entries = (await stage.world.auditOf(id)).filter(({ action }) => action === 'target.submitted');
    expect(entries.map(({ details }) => (details as { keepsNotes?: true }).keepsNotes)).toContain(true);
  });

  it('are not said to be sent to a store that refused them, which is said with its reason (K6)', async () => {
    const { appStore, playStore } = stage.kit;
    const reason = 'ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_CHARACTERS: whatsNew holds an emoji';
    stage.services.refusedNotes.set(appStore, [{ locale: 'en-US', reason }]);
    const id = await stage.release({}, actors.bring({ release: REGRESSION, builds: 'SUCCESS' }));
    await stage.world.asLead('PUT', `/releases/${id}/notes/en-US`, { text: 'All new 🚀' });
    await actors.signOff(id);
    stage.services.refusedNotes.clear();
    const refusedNotes = [{ locale: 'en-US', reason }];
    expect(await targetOf(id, appStore)).toMatchObject({ targetStatus: 'SUBMITTED', refusedNotes });
    expect(await targetOf(id, appStore)).not.toHaveProperty('notesSentAt');
    expect(await notesOf(id)).toMatchObject([{ locale: 'en-US', notSentTo: [appStore] }]);
    const { targets } = (await stage.world.asLead('GET', `/releases/${id}`)).body;
    const shown = targets.find((one: { targetIntegrationId: string }) => one.targetIntegrationId === appStore);
    expect(shown.refusedNotes).toEqual(refusedNotes);
    expect(await targetOf(id, playStore)).not.toHaveProperty('refusedNotes');

    await stage.act(id, `targets/${appStore}/status`, { status: 'REJECTED', reason: 'says nothing' });
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    const taken = await targetOf(id, appStore);
    expect(taken).toHaveProperty('notesSentAt');
    expect(taken).not.toHaveProperty('refusedNotes');
    expect(await notesOf(id)).toMatchObject([{ locale: 'en-US', notSentTo: [] }]);
  });
});
