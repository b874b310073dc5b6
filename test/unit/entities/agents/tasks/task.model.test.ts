// Tasks: their ids, the digest and the sticker of each step, leases, and their loss.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isId } from '../../../../../entities/_base/ids.ts';
import type { TaskItem } from '../../../../../entities/agents/tasks/task.entity.ts';
import {
  deployTaskIds,
  endedTask,
  extended,
  isEnded,
  isLost,
  leased,
  newTask,
  stopReason,
  takenBack,
  taskIdOf,
  viewTask,
} from '../../../../../entities/agents/tasks/task.model.ts';
import { kindOf, stepOf, TASK_STATUSES, taskStep } from '../../../../../entities/agents/tasks/words.model.ts';
import type { DeploymentItem } from '../../../../../entities/deployments/deployment.entity.ts';
import type { TargetItem } from '../../../../../entities/environments/targets/target.entity.ts';

const AT = Date.parse('2026-03-01T12:00:00.000Z');
const iso = (at: number) => new Date(at).toISOString();
const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const deployment = {
  ...{ tenantId: 'tenant', deploymentId: '0192f000-0000-7000-8000-00000000000d', createdAt: iso(AT) },
  ...{ environmentId: 'production', service: 'web', version: '2.0.0', releaseId: 'release-2' },
  components: [{ componentId: 'web', name: 'Web', digest: digestOf('b') }],
  stages: [{ name: 'deploy', status: 'RUNNING', timeoutSeconds: 600 }],
} as unknown as DeploymentItem;
const target = {
  ...{ tenantId: 'tenant', targetId: 'web-1', environmentId: 'production', name: 'web-1', componentId: 'web' },
  ...{ capability: 'docker', currentDigest: digestOf('a'), currentReleaseId: 'release-1' },
} as unknown as TargetItem;
const task = (over: object = {}): TaskItem => ({ ...newTask(deployment, target, 'DEPLOY', undefined, AT), ...over });

describe('the id of a task', () => {
  it('is one of ours, and the same for the same deployment, step and target alone', () => {
    const ids = [
      taskIdOf(deployment, 'DEPLOY', 'web-1'),
      taskIdOf(deployment, 'DEPLOY-2', 'web-1'),
      taskIdOf(deployment, 'DEPLOY', 'web-2'),
      taskIdOf({ ...deployment, deploymentId: 'other' }, 'DEPLOY', 'web-1'),
    ];
    expect([ids.every(isId), new Set(ids).size]).toEqual([true, 4]);
    expect(taskIdOf(deployment, 'DEPLOY', 'web-1')).toBe(ids[0]);
  });

  it('of an earlier attempt is known to each later step', () => {
    expect(deployTaskIds(deployment, 'DEPLOY', 'web-1')).toEqual([]);
    const ids = deployTaskIds(deployment, 'ROLLBACK', 'web-1');
    expect([ids[0], ids[1], ids.length]).toEqual([
      ...[taskIdOf(deployment, 'DEPLOY', 'web-1'), taskIdOf(deployment, 'DEPLOY-2', 'web-1'), 20],
    ]);
  });
});

describe('a step', () => {
  it.each(['DEPLOY', 'DEPLOY-2', 'DEPLOY-20', 'ROLLBACK', 'ROLLBACK-9'])('%s is one', (step) => {
    expect(taskStep.safeParse(step).success).toBe(true);
    expect(kindOf(step)).toBe(step.split('-')[0]);
  });
  it.each(['', 'deploy', 'DEPLOY-1', 'DEPLOY-0', 'DEPLOY-21', 'DEPLOY-', 'CANCEL'])('%s is none', (step) => {
    expect(taskStep.safeParse(step).success).toBe(false);
  });
  it('is named by its attempt', () => {
    expect([stepOf('DEPLOY'), stepOf('ROLLBACK', 3)]).toEqual(['DEPLOY', 'ROLLBACK-3']);
  });
});

describe('the work of a task', () => {
  const earlier = { previousDigest: digestOf('0'), previousReleaseId: 'release-0' };
  const before = { previousDigest: digestOf('a'), previousReleaseId: 'release-1' };
  it.each([
    ['DEPLOY', undefined, { digest: digestOf('b'), releaseId: 'release-2', ...before }],
    ['DEPLOY-2', earlier, { digest: digestOf('b'), releaseId: 'release-2', ...earlier }],
    ['ROLLBACK', earlier, { digest: digestOf('0'), releaseId: 'release-0', ...earlier }],
    ['ROLLBACK', undefined, { digest: digestOf('a'), releaseId: 'release-1', ...before }],
    ['ROLLBACK', {}, { digest: undefined, releaseId: undefined, previousDigest: undefined }],
  ])('in step %s after %o is the digest of the deployment, or the one before it', (step, first, work) => {
    expect(newTask(deployment, target, step, first, AT)).toMatchObject({ ...work, status: 'QUEUED', fence: 0 });
  });

  it('has a sticker whose hash is that of its bytes, and none where nothing shall run', () => {
    const { sticker = '', stickerHash } = task();
    expect(stickerHash).toBe(`sha256:${createHash('sha256').update(sticker).digest('hex')}`);
    expect(JSON.parse(sticker)).toEqual({
      ...{ format: 'windlass-sticker/1', tenantId: 'tenant', environmentId: 'production', service: 'web' },
      ...{ deploymentId: deployment.deploymentId, targetId: 'web-1', componentId: 'web' },
      ...{ digest: digestOf('b'), releaseId: 'release-2', version: '2.0.0' },
    });
    const none = newTask({ ...deployment, components: [] } as never, target, 'DEPLOY', undefined, AT);
    expect([none.digest, none.sticker, none.stickerHash]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    [600, 600],
    [1, 180],
    [undefined, 3600],
  ])('lasts as long as the stage deploy, %s seconds, but not too short', (timeoutSeconds, expected) => {
    const stages = timeoutSeconds === undefined ? [] : [{ name: 'deploy', timeoutSeconds }];
    expect(newTask({ ...deployment, stages } as never, target, 'DEPLOY', undefined, AT).timeoutSeconds).toBe(expected);
  });

  it('that ends before it begins knows the target as far as it exists', () => {
    const end = { status: 'FAILED', message: 'no' } as const;
    expect(endedTask(deployment, { targetId: 'x' }, 'DEPLOY', AT, end)).toMatchObject({
      ...{ status: 'FAILED', message: 'no', targetName: 'x', finishedAt: iso(AT) },
    });
    expect(endedTask(deployment, { targetId: 'web-1', target }, 'DEPLOY', AT, end).targetName).toBe('web-1');
  });
});

describe('a lease', () => {
  const agent = { agentId: 'a1', name: 'eu-1' };
  it('has the next number, and lasts 90 seconds', () => {
    expect(leased(task({ fence: 2, startedAt: 'before' }), agent, AT)).toEqual({
      ...{ status: 'LEASED', fence: 3, agentId: 'a1', agentName: 'eu-1', startedAt: 'before' },
      leasedUntil: iso(AT + 90_000),
    });
    expect(leased(task(), agent, AT)).toMatchObject({ fence: 1, startedAt: iso(AT) });
  });

  it.each([
    [90_000, undefined],
    [60_000, undefined],
    [59_999, iso(AT + 90_000)],
    [-1, iso(AT + 90_000)],
  ])('with %i ms left is extended or not', (left, until) => {
    expect(extended(task({ leasedUntil: iso(AT + left) }), AT)).toBe(until);
  });

  it.each([
    ['that has passed', {}, true],
    ['that goes on', { leasedUntil: iso(AT + 1) }, false],
    ['of another agent', { fence: 2 }, false],
    ['that nobody has', { status: 'QUEUED' }, false],
    ['that has ended', { status: 'SUCCEEDED' }, false],
  ])('%s is lost or not', (_, over, lost) => {
    expect(isLost(task({ status: 'LEASED', fence: 1, leasedUntil: iso(AT), ...over }), 1, AT)).toBe(lost);
  });

  it.each([
    [1, true],
    [2, true],
    [3, false],
  ])('number %i that is lost is followed by another or not', (fence, again) => {
    expect(takenBack(task({ fence }), AT)?.status).toBe(again ? 'QUEUED' : undefined);
  });
});

describe('a task', () => {
  it('has ended in every status but two', () => {
    expect(TASK_STATUSES.filter((status) => !isEnded({ status }))).toEqual(['QUEUED', 'LEASED']);
  });

  it('shows neither its token nor its sticker', () => {
    const shown = JSON.stringify(viewTask(task({ taskToken: 'the token', tokenOf: 'QUEUE' })));
    expect(shown).not.toMatch(/the token|windlass-sticker/);
  });

  it.each([
    ['is PENDING', { status: 'PENDING' }, undefined],
    ['is IN_PROGRESS', { status: 'IN_PROGRESS' }, undefined],
    ['a person has cancelled', { status: 'IN_PROGRESS', cancelRequestedAt: iso(AT) }, 'The deployment was cancelled'],
    ['has failed', { status: 'FAILED' }, 'The deployment ended'],
    ['took itself back', { status: 'ROLLED_BACK' }, 'The deployment ended'],
  ] as const)('of a deployment that %s begins or not', (_, over, words) => {
    expect(stopReason(over)).toEqual(words && `${words} before an agent ended the task`);
  });

  it('puts back what an agent saw on a target that no deployment has changed', () => {
    const fresh = { ...target, currentDigest: undefined, currentReleaseId: undefined };
    const seen = { ...fresh, observedDigest: digestOf('e') } as unknown as TargetItem;
    expect(newTask(deployment, seen, 'DEPLOY', undefined, AT).previousDigest).toBe(digestOf('e'));
    const drifted = { ...target, observedDigest: digestOf('e') } as unknown as TargetItem;
    expect(newTask(deployment, drifted, 'DEPLOY', undefined, AT).previousDigest).toBe(digestOf('a'));
  });
});
