// Rolling a deployment back: the release that it goes to, and all that refuses it beforehand.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../../entities/_base/ids.ts';
import type { DeploymentItem } from '../../../../entities/deployments/deployment.entity.ts';
import { recentWith } from '../../../../entities/deployments/live/live.model.ts';
import { onRollbackRequested } from '../../../../functions/deployments/on/rollback-requested.ts';
import { digestOf, type Ground, groundOf } from '../../../support/deployments/ground.ts';
import { fieldsOf, MISSING_ID, TENANT_ID, verdict } from '../../../support/release-world.ts';
import { busEventOf } from '../../../support/stored-events.ts';
import { describeAccess } from '../../../support/trial/access-table.ts';
import { type DeploymentsWorld, minute, startDeployments } from '../fixture.ts';

let world: DeploymentsWorld;
let make: ReturnType<typeof groundOf>;
beforeAll(async () => {
  world = await startDeployments();
  make = groundOf(world.world);
});
afterAll(() => world.stop());

type Body = Record<string, unknown>;
const rollback = (id: string, body: Body = { reason: 'Errors' }) =>
  world.call({ role: 'LEAD', method: 'POST', path: `/deployments/${id}/rollback`, body });

/** Reports what ran in a place, oldest first: versions with the letter of their digest, or without digests. */
async function ran(ground: Ground, ...versions: readonly (readonly [string, string?])[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, [version, letter]] of versions.entries()) {
    await make.release(ground, version, letter && digestOf(letter));
    const of = { environment: ground.environmentId, service: ground.service, version };
    ids.push((await world.deployment({ ...of, finishedAt: minute(index - 60) })).id);
  }
  return ids;
}
const stored = (id: string): Promise<DeploymentItem> => world.deps.deployments.get(TENANT_ID as TenantId, id);

describeAccess(
  'deployments',
  [['POST', `/deployments/${MISSING_ID}/rollback`, { reason: 'Errors' }, ['ADMIN', 'LEAD']]],
  (request) => world.call(request),
);

describe('rollbackDeployment', () => {
  it('requests a deployment of the last good release, with its digests and over the same targets', async () => {
    const ground = await make.ground();
    const [, live = ''] = await ran(ground, ['1.0.0', 'a'], ['2.0.0', 'b']);
    const reply = await rollback(live);
    expect([reply.status, reply.headers.location]).toEqual([
      201,
      expect.stringMatching(new RegExp(`/deployments/${reply.body.id}$`)),
    ]);
    expect(reply.body).toMatchObject({
      ...{ origin: 'WINDLASS', status: 'PENDING', version: '1.0.0', rollbackOf: live, reason: 'Errors' },
      ...{ digest: digestOf('a'), strategy: 'ALL_AT_ONCE', environmentId: ground.environmentId },
      execution: { rollout: { failurePolicy: 'CONTINUE' }, promotionId: null, phase: null },
    });
    expect(await world.eventsOf(reply.body.id)).toEqual(['DeploymentCreated', 'RollbackRequested']);
    expect(await world.auditOf('Deployment', reply.body.id)).toEqual(['deployment.rollback_requested']);
  });

  it('starts its execution by its event, once for all repetitions', async () => {
    const ground = await make.ground();
    const [, live = ''] = await ran(ground, ['1.0.0', 'a'], ['2.0.0', 'b']);
    const { id } = (await rollback(live)).body;
    const outbox = (await world.world.items()).find(
      ({ pk, detailType }) => String(pk).endsWith(`#OUTBOX#${id}`) && detailType === 'RollbackRequested',
    );
    await onRollbackRequested(busEventOf(outbox ?? {}), world.eventsDeps);
    expect(world.started.at(-1)).toEqual({
      machine: 'deployment',
      input: { tenantId: TENANT_ID, deploymentId: id },
    });
    const before = world.started.length;
    const cancelled = await world.call({ role: 'LEAD', method: 'POST', path: `/deployments/${id}/cancel`, body: {} });
    expect(cancelled.body.status).toBe('CANCELLED');
    await onRollbackRequested(busEventOf(outbox ?? {}), world.eventsDeps);
    expect(world.started).toHaveLength(before);
  });

  it('goes past releases without digests, and takes the release that is asked for', async () => {
    const ground = await make.ground();
    const [first = '', , , live = ''] = await ran(ground, ['0.9.0', '9'], ['1.0.0', 'a'], ['2.0.0'], ['3.0.0', 'c']);
    expect((await rollback(live)).body.version).toBe('1.0.0');
    const { releaseId: targetReleaseId } = await stored(first);
    const { body } = await rollback(live, { reason: 'Errors', targetReleaseId });
    expect(body).toMatchObject({ version: '0.9.0', releaseId: targetReleaseId, digest: digestOf('9') });
  });

  it('of a rollback goes to what that one took back', async () => {
    const ground = await make.ground();
    const [, second = ''] = await ran(ground, ['1.0.0', 'a'], ['2.0.0', 'b']);
    const of = { environment: ground.environmentId, service: ground.service, version: '1.0.0' };
    const third = await world.deployment({ ...of, rollbackOf: second, finishedAt: minute(-1) });
    expect((await rollback(third.id)).body).toMatchObject({ version: '2.0.0', rollbackOf: third.id });
  });

  it('of a deployment that failed goes to what is live', async () => {
    const ground = await make.ground();
    await ran(ground, ['1.0.0', 'a']);
    const { deploymentId } = await make.driven(ground, { status: 'FAILED', finishedAt: minute(1) });
    expect((await rollback(deploymentId)).body).toMatchObject({ version: '1.0.0', rollbackOf: deploymentId });
  });

  it.each<[string, (ground: Ground, ids: readonly string[]) => Promise<string>, number, string]>([
    ['that does not exist', async () => MISSING_ID, 404, 'deployment.not_found'],
    ['that is not live', async (_, [first = '']) => first, 409, 'deployment.not_live'],
    ['that is under way', async (ground) => (await make.driven(ground)).deploymentId, 409, 'deployment.under_way'],
  ])('is refused of a deployment %s', async (_, idOf, status, code) => {
    const ground = await make.ground();
    const ids = await ran(ground, ['1.0.0', 'a'], ['2.0.0', 'b']);
    expect(verdict(await rollback(await idOf(ground, ids)))).toEqual([status, code]);
  });

  it('is refused by 409 deployment.nothing_before without an earlier version, and without earlier digests', async () => {
    const [only = ''] = await ran(await make.ground(), ['1.0.0', 'a']);
    expect(verdict(await rollback(only))).toEqual([409, 'deployment.nothing_before']);
    const [, second = ''] = await ran(await make.ground(), ['1.0.0'], ['2.0.0', 'b']);
    expect(verdict(await rollback(second))).toEqual([409, 'deployment.nothing_before']);
  });

  describe('where promotions need approvals', () => {
    /** Windlass brought 1.0.0 there, and other systems reported two versions after it. */
    async function past() {
      const ground = await make.ground();
      const releaseId = await make.release(ground, '1.0.0', digestOf('a'));
      const done = { releaseId, version: '1.0.0', status: 'SUCCEEDED', finishedAt: minute(-70) };
      const item = await make.driven(ground, done);
      const [reported = '', live = ''] = await ran(ground, ['1.5.0', 'c'], ['2.0.0', 'b']);
      return { ground, item, reported, live };
    }
    const targetOf = async (id: string) => ({ reason: 'Errors', targetReleaseId: (await stored(id)).releaseId });

    it('goes to a release that another system reported only if none are asked for', async () => {
      const { ground, item, reported, live } = await past();
      expect((await rollback(live, await targetOf(reported))).status).toBe(201);
      await make.askApprovals(ground.environmentId);
      const reply = await rollback(live, await targetOf(reported));
      expect([...verdict(reply), fieldsOf(reply)]).toEqual([
        ...[422, 'deployment.invalid', ['targetReleaseId deployment.never_ran']],
      ]);
      expect(reply.text).toContain(
        'has never run there with its approvals: reports of other systems have none; promote it',
      );
      expect((await rollback(live, await targetOf(item.deploymentId))).body.version).toBe('1.0.0');
    });

    it('goes past reports to the last good release that Windlass brought there', async () => {
      const { ground, item, live } = await past();
      const place = { ...ground, tenantId: TENANT_ID as TenantId };
      expect((await rollback(live)).body.version).toBe('1.5.0');
      await make.askApprovals(ground.environmentId);
      const refused = await rollback(live);
      expect([verdict(refused), refused.body.detail]).toEqual([
        [409, 'deployment.nothing_before'],
        'No earlier release has components with digests and ran there with its approvals: reports of other systems have none.',
      ]);
      const known = await world.deps.live.find(place);
      const recent = recentWith(known?.recent ?? [], item);
      await world.world.seed(world.deps.live.keep(place, known, { recent, takenDownAt: undefined }, minute(0)));
      expect((await rollback(live)).body.version).toBe('1.0.0');
    });

    it('goes to a release that Windlass brought there, although only a later report of it is remembered', async () => {
      const ground = await make.ground();
      const releaseId = await make.release(ground, '1.0.0', digestOf('a'));
      await make.driven(ground, { releaseId, version: '1.0.0', status: 'SUCCEEDED', finishedAt: minute(-80) });
      const again = { environment: ground.environmentId, service: ground.service, version: '1.0.0' };
      await world.deployment({ ...again, finishedAt: minute(-70) });
      const [live = ''] = await ran(ground, ['2.0.0', 'b']);
      await make.askApprovals(ground.environmentId);
      expect((await rollback(live)).body.version).toBe('1.0.0');
    });
  });

  it('is refused by 409 deployment.under_way while another deployment has the lock', async () => {
    const ground = await make.ground();
    const [, live = ''] = await ran(ground, ['1.0.0', 'a'], ['2.0.0', 'b']);
    const other = await make.driven(ground, { status: 'IN_PROGRESS' });
    await world.world.seed([world.deps.plans.lock(other, minute(0))]);
    const reply = await rollback(live);
    expect([verdict(reply), reply.body.legal, reply.body.deploymentId]).toEqual([
      ...[[409, 'deployment.under_way'], ['cancelDeployment'], other.deploymentId],
    ]);
  });

  it('is refused by 409 deployment.irreversible if a flagged component would change', async () => {
    const ground = await make.ground(1, undefined, { isIrreversible: true });
    const [, live = ''] = await ran(ground, ['1.0.0', 'a'], ['2.0.0', 'b']);
    const reply = await rollback(live);
    expect([verdict(reply), reply.body.detail]).toEqual([
      [409, 'deployment.irreversible'],
      `${ground.service} cannot go back.`,
    ]);
    const [same = '', last = ''] = await ran(ground, ['1.5.0', 'c'], ['2.5.0', 'c']);
    const { releaseId: targetReleaseId } = await stored(same);
    expect((await rollback(last, { reason: 'Errors', targetReleaseId })).status).toBe(201);
  });

  it.each<[string, (ground: Ground, ids: readonly string[]) => Promise<string>, string]>([
    ['does not exist', async () => MISSING_ID, 'release.not_found'],
    [
      'is of another service',
      async () => make.release(await make.ground(), '1.0.0', digestOf('a')),
      'release.not_found',
    ],
    ['never ran there', async (ground) => make.release(ground, '9.0.0', digestOf('9')), 'deployment.never_ran'],
    [
      'ran in another environment alone',
      async (ground) => {
        const releaseId = await make.release(ground, '9.1.0', digestOf('9'));
        const { environmentId } = await make.ground();
        await world.deployment({ environment: environmentId, service: ground.service, version: '9.1.0' });
        return releaseId;
      },
      'deployment.never_ran',
    ],
    [
      'failed there',
      async (ground) => {
        const releaseId = await make.release(ground, '9.2.0', digestOf('9'));
        const { environmentId: environment, service } = ground;
        await world.deployment({ environment, service, version: '9.2.0', status: 'FAILED' });
        return releaseId;
      },
      'deployment.never_ran',
    ],
    ['has no digests', async (ground) => make.release(ground, '0.1.0'), 'release.no_digests'],
    ['is rolled back', async (_, ids) => String((await stored(ids[1] ?? '')).releaseId), 'deployment.same_release'],
  ])('is refused by 422 if the release %s', async (_, releaseOf, code) => {
    const ground = await make.ground();
    const ids = await ran(ground, ['1.0.0', 'a'], ['2.0.0', 'b']);
    const reply = await rollback(ids[1] ?? '', { reason: 'Errors', targetReleaseId: await releaseOf(ground, ids) });
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([422, 'deployment.invalid', [`targetReleaseId ${code}`]]);
  });

  it('answers 412 to another revision', async () => {
    const [only = ''] = await ran(await make.ground(), ['1.0.0', 'a']);
    const path = `/deployments/${only}/rollback`;
    const headers = { 'if-match': '"9"' };
    const reply = await world.call({ role: 'LEAD', method: 'POST', path, headers, body: { reason: 'Errors' } });
    expect(verdict(reply)).toEqual([412, 'request.precondition_failed']);
  });

  it.each([
    ['no reason', {}],
    ['an empty reason', { reason: ' ' }],
    ['an unknown field', { reason: 'Errors', force: true }],
  ])('answers 400 to %s', async (_, body) => {
    expect(verdict(await rollback(MISSING_ID, body))).toEqual([400, 'request.invalid']);
  });

  it('is refused by 409 deployment.stopped while an emergency stop is in force', async () => {
    const ground = await make.ground();
    const [, live = ''] = await ran(ground, ['1.0.0', 'a'], ['2.0.0', 'b']);
    await make.stopEnvironment(ground.environmentId);
    const reply = await rollback(live);
    expect([verdict(reply), reply.body.detail]).toEqual([
      [409, 'deployment.stopped'],
      `${ground.service} is stopped by Ada: Fire`,
    ]);
  });

  it('is refused by 409 deployment.frozen, unless the window allows rollbacks', async () => {
    const [frozen, allowed] = [await make.ground(), await make.ground()];
    for (const [ground, allowRollback] of [[frozen, false] as const, [allowed, true] as const]) {
      await make.freeze({ environments: [ground.environmentId], allowRollback });
    }
    const [, live = ''] = await ran(frozen, ['1.0.0', 'a'], ['2.0.0', 'b']);
    const reply = await rollback(live);
    expect([verdict(reply), reply.body.nextOpen]).toEqual([[409, 'deployment.frozen'], '2026-03-02T00:00:00.000Z']);
    const [, other = ''] = await ran(allowed, ['1.0.0', 'a'], ['2.0.0', 'b']);
    expect((await rollback(other)).status).toBe(201);
  });
});
