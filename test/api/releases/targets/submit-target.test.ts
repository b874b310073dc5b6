// How and when the store of a target is handed a version: its options, and the submit by a person.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TARGET_STATUSES, type TargetStatus } from '../../../../entities/releases/lifecycle/status.model.ts';
import { NOW_ISO, verdict } from '../../../support/release-world.ts';
import { startTargets, type Targets } from './target-fixture.ts';

let stage: Targets;
let world: Targets['world'];
beforeAll(async () => {
  stage = await startTargets();
  world = stage.world;
});
afterAll(() => world.stop());

const NOWHERE: readonly TargetStatus[] = ['PENDING', 'BUILDING'];

describe('updateTarget', () => {
  const patch = (id: string, body: object, target = stage.kit().appStore) =>
    world.asLead('PATCH', `/releases/${id}/targets/${target}`, body);

  it.each([
    [{ releaseMode: 'MANUAL' }, { releaseMode: 'MANUAL' }],
    [{ releaseMode: 'AUTOMATIC' }, { releaseMode: 'AUTOMATIC' }],
    [
      { releaseMode: { at: '2026-04-01T10:00:00+02:00' } },
      { releaseMode: 'SCHEDULED', releaseAt: '2026-04-01T08:00:00.000Z' },
    ],
  ])('keeps %j for the submission (W-missed)', async (body, shown) => {
    const id = await stage.releaseWith({ targetStatus: 'PENDING' });
    expect((await patch(id, body)).body).toMatchObject(shown);
  });

  it.each(TARGET_STATUSES)('of a target that is %s', async (targetStatus) => {
    const id = await stage.releaseWith({ targetStatus });
    const isOpen = ['PENDING', 'BUILDING', 'REJECTED', 'WITHDRAWN', 'FAILED'].includes(targetStatus);
    expect(verdict(await patch(id, { releaseMode: 'MANUAL' }))).toEqual(
      isOpen ? [200, undefined] : [409, 'release.field_locked'],
    );
  });

  it('has the store fed by another pipeline of the target (W11b)', async () => {
    const id = await stage.releaseWith({ targetStatus: 'REJECTED', buildNumber: '7' });
    const { scm, appStore, iosPipeline, androidPipeline } = stage.kit();
    const config = { scmIntegrationId: scm, targetIntegrationId: appStore };
    const other = await world.integration('JENKINS', { config });
    const first = await patch(id, { pipelineIntegrationId: iosPipeline });
    expect(first.body).toMatchObject({ pipelineIntegrationId: iosPipeline, buildNumber: '7' });
    for (const wrong of [androidPipeline, other, 'nothing']) {
      const reply = await patch(id, { pipelineIntegrationId: wrong });
      expect([...verdict(reply), reply.body.fields[0].path]).toEqual([422, 'release.invalid', 'pipelineIntegrationId']);
      expect(reply.body.detail).toContain(iosPipeline);
    }
    const two = await world.release(stage.kit(), { pipelines: [iosPipeline, other] });
    const reply = await patch(two.id, { pipelineIntegrationId: other });
    expect([reply.status, reply.body.pipelineIntegrationId]).toEqual([200, other]);
    expect((await stage.targetOf(two.id))?.pipelineIntegrationId).toBe(other);
  });

  it('refuses what the store cannot do', async () => {
    const id = await stage.releaseWith({ targetStatus: 'PENDING' });
    const onPlay = await patch(id, { releaseMode: 'MANUAL' }, stage.kit().playStore);
    expect(verdict(onPlay)).toEqual([422, 'release.invalid']);
    expect(verdict(await patch(id, { inAppUpdatePriority: 3 }))).toEqual([422, 'release.invalid']);
    expect((await patch(id, { inAppUpdatePriority: 3 }, stage.kit().playStore)).body.inAppUpdatePriority).toBe(3);
  });

  it.each([{}, { releaseMode: 'LATER' }, { inAppUpdatePriority: 6 }, { releaseMode: { at: 'soon' } }])(
    'answers 400 to %j',
    async (body) => {
      const id = await stage.releaseWith({ targetStatus: 'PENDING' });
      expect((await patch(id, body)).status).toBe(400);
    },
  );

  it('has its options at creation too, for targets of the release alone', async () => {
    const kit = await world.integrationKit();
    const given = { targetOptions: { [kit.appStore]: { releaseMode: 'MANUAL' } }, manualSubmission: true };
    const { body } = await world.asLead('POST', '/releases', world.bodyOf(kit, given));
    expect(body.manualSubmission).toBe(true);
    expect(body.targets.find((one: { releaseMode?: string }) => one.releaseMode)?.releaseMode).toBe('MANUAL');
    const wrong = { targetOptions: { other: {}, [kit.playStore]: { releaseMode: 'MANUAL' } } };
    const reply = await world.asLead('POST', '/releases', world.bodyOf(kit, wrong));
    const codes = reply.body.fields.map(({ code }: { code: string }) => code).sort();
    expect([reply.status, codes]).toEqual([422, ['release.target_not_selected', 'release.target_option_refused']]);
  });
});

describe('submitTarget', () => {
  const AGAIN: readonly TargetStatus[] = ['REJECTED', 'WITHDRAWN', 'FAILED'];
  it.each(TARGET_STATUSES)('of a target that is %s hands the same build over again, or is refused', async (from) => {
    const id = await stage.releaseWith({ targetStatus: from, buildNumber: '7' });
    const reply = await stage.act(id, 'submit');
    if (!AGAIN.includes(from)) {
      const code = NOWHERE.includes(from) ? 'nothing_to_submit' : 'target_illegal_transition';
      expect(verdict(reply)).toEqual([409, `release.${code}`]);
      return;
    }
    expect([...verdict(reply), reply.body.targetStatus]).toEqual([202, undefined, 'BUILDING']);
    expect(await stage.targetOf(id)).toMatchObject({ targetStatus: 'BUILDING', buildNumber: '7' });
    const { pipelines, release } = await world.stored(id);
    expect([release.status, ...pipelines.map(({ triggerId }) => triggerId)]).toEqual([
      'BUILD_SUBMITTED',
      undefined,
      undefined,
    ]);
    expect((await stage.typesOf(id)).at(-1)).toBe('TargetSubmissionRequested');
  });

  it.each(NOWHERE)('is what a target that is %s waits for where submission is manual', async (targetStatus) => {
    const id = await stage.releaseWith({ targetStatus }, { manualSubmission: true });
    expect((await stage.act(id, 'submit')).body).toMatchObject({ targetStatus, submitRequestedAt: NOW_ISO });
    expect(verdict(await stage.act(id, 'submit'))).toEqual([409, 'release.nothing_to_submit']);
  });

  it('after a deployment failed deploys the same build again (WEB) (W-missed)', async () => {
    const id = await stage.webRelease('SUBMITTED');
    const report = { status: 'REJECTED', reason: 'port taken' };
    const failed = await stage.act(id, 'status', report, stage.web());
    expect(failed.body).toMatchObject({ targetStatus: 'FAILED', failureReason: 'port taken' });
    expect((await stage.typesOf(id)).at(-1)).toBe('TargetFailed');
    const again = await stage.act(id, 'submit', undefined, stage.web());
    expect(again.body).toMatchObject({ targetStatus: 'BUILDING', buildNumber: '7' });
    expect(again.body.failureReason).toBeUndefined();
  });

  it('after a rejection that has opened a cycle takes the rejected build, and needs no new one', async () => {
    const cycle = { status: 'REGRESSION_IN_PROGRESS', regressionCycle: 2, signedOffCycle: 1 } as const;
    const id = await stage.releaseWith({ targetStatus: 'SUBMITTED', buildNumber: '7' }, cycle);
    const whole = await world.stored(id);
    const target = whole.targets.find((item) => item.targetIntegrationId === stage.kit().appStore);
    const pipeline = whole.pipelines.find((item) => item.targetIntegrationId === stage.kit().appStore);
    const rebuilt = { targetStatus: 'BUILDING', buildNumber: undefined, rejectedBuildNumber: '7' } as const;
    await world.seed([
      world.releases.updateTarget(target as never, NOW_ISO, rebuilt),
      world.releases.updatePipeline(pipeline as never, NOW_ISO, { buildStatus: 'RUNNING', lastBuildNumber: '7' }),
    ]);
    expect((await stage.act(id, 'submit')).status).toBe(202);
    const after = await world.stored(id);
    expect(after.release).toMatchObject({ status: 'BUILD_SUBMITTED', regressionCycle: 2, signedOffCycle: 2 });
    expect(await stage.targetOf(id)).toMatchObject({ targetStatus: 'BUILDING', buildNumber: '7' });
    const built = after.pipelines.find((item) => item.targetIntegrationId === stage.kit().appStore);
    expect(built).toMatchObject({ buildStatus: 'SUCCESS', buildNumber: '7' });
  });

  it('in regression without a rejection is refused: nothing is signed off', async () => {
    const id = await stage.releaseWith({ targetStatus: 'BUILDING' }, { status: 'REGRESSION_IN_PROGRESS' });
    expect(verdict(await stage.act(id, 'submit'))).toEqual([409, 'release.illegal_transition']);
  });

  it('is refused while the release is paused', async () => {
    const id = await stage.releaseWith({ targetStatus: 'FAILED' }, { isPaused: true });
    expect(verdict(await stage.act(id, 'submit'))).toEqual([409, 'release.paused']);
  });
});
