// The tasks of a deployment and their logs: who may read them, pages, filters, and what is kept of a log.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CUT_LINE, MOST_LOG_BYTES } from '../../../entities/agents/tasks/task-log.model.ts';
import { ROLES } from '../../../entities/names.ts';
import { fieldsOf, inOtherTenant, MISSING_ID, verdict } from '../../support/release-world.ts';
import { describeAccess } from '../../support/trial/access-table.ts';
import { report, startTasks, type TaskStage } from './task-stage.ts';

let stage: TaskStage;
beforeAll(async () => {
  stage = await startTasks();
});
afterAll(() => stage.stop());

describeAccess(
  'agents',
  [
    ['GET', `/deployments/${MISSING_ID}/tasks`, undefined, ROLES],
    ['GET', `/deployments/${MISSING_ID}/tasks/${MISSING_ID}/log`, undefined, ROLES],
  ],
  (request) => stage.call(request),
);

async function leased() {
  const queued = await stage.queued();
  const agent = await stage.registered({ environmentIds: [queued.environmentId] });
  const [lease] = (await stage.work(agent)).leases;
  const log = `/deployments/${queued.deploymentId}/tasks/${lease.taskId}/log`;
  const say = (offset: number, text: string, status = 'RUNNING') =>
    stage.work(agent, [report(lease, status, { log: { offset, text } })]);
  return { ...queued, agent, lease, log, say };
}
const read = async (path: string) => (await stage.asLead('GET', path)).body;

describe('listDeploymentTasks', () => {
  it('lists the tasks of one deployment, without tokens and stickers', async () => {
    const { deploymentId, targetIds } = await stage.queued(2);
    await stage.queued();
    const { items, nextCursor } = await read(`/deployments/${deploymentId}/tasks`);
    expect(items.map((one: { targetId: string }) => one.targetId).sort()).toEqual(targetIds.toSorted());
    expect(nextCursor).toBeNull();
    expect(items[0]).toMatchObject({ step: 'DEPLOY', status: 'QUEUED', fence: 0, agentId: null, capability: 'shell' });
    expect(JSON.stringify(items)).not.toMatch(/token|windlass-sticker/i);
  });

  it('pages, and filters by status', async () => {
    const { deploymentId, environmentId } = await stage.queued(5);
    const agent = await stage.registered({ environmentIds: [environmentId] });
    await stage.work(agent, [], { capacity: 2 });
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await read(`/deployments/${deploymentId}/tasks?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }: { id: string }) => id));
      cursor = page.nextCursor ?? '';
    } while (cursor !== '');
    expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
    const leased = await read(`/deployments/${deploymentId}/tasks?status=LEASED`);
    expect(leased.items.map(({ agentId }: { agentId: string }) => agentId)).toEqual([agent, agent]);
  });

  it.each([
    ['a missing deployment', MISSING_ID],
    ['something that is no id', 'production'],
  ])('answers 404 for %s', async (_, id) => {
    expect(verdict(await stage.asLead('GET', `/deployments/${id}/tasks`))).toEqual([404, 'deployment.not_found']);
  });

  it('answers 404 for a deployment of another tenant, and 400 for an unknown status', async () => {
    const { deploymentId } = await stage.queued();
    const path = `/deployments/${deploymentId}/tasks`;
    const other = await stage.call({ ...inOtherTenant, role: 'ADMIN', method: 'GET', path });
    expect(verdict(other)).toEqual([404, 'deployment.not_found']);
    expect(fieldsOf(await stage.asLead('GET', `${path}?status=DONE`))).toEqual(['status request.invalid_value']);
  });
});

describe('getTaskLog', () => {
  it('answers the chunks in the order of the log, whatever the order in which they came', async () => {
    const { log, say } = await leased();
    await say(6, 'world\n');
    await say(0, 'Hello ');
    await say(6, 'world\n');
    await say(12, 'Bye\n', 'SUCCEEDED');
    const { items } = await read(log);
    expect(items.map(({ text }: { text: string }) => text).join('')).toBe('Hello world\nBye\n');
    expect(items[0]).toEqual({
      ...{ fence: 1, offset: 0, text: 'Hello ', isCut: false },
      writtenAt: new Date(stage.clock.at).toISOString(),
    });
  });

  it('takes a repeated end with the last chunk', async () => {
    const { log, say } = await leased();
    await say(0, 'a', 'SUCCEEDED');
    await say(0, 'ab', 'SUCCEEDED');
    expect((await read(log)).items.map(({ text }: { text: string }) => text)).toEqual(['ab']);
  });

  it('pages', async () => {
    const { log, say } = await leased();
    for (const offset of [0, 1, 2]) await say(offset, 'x');
    const first = await read(`${log}?limit=2`);
    const second = await read(`${log}?limit=2&cursor=${first.nextCursor}`);
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
  });

  it('answers a page of at most a megabyte, however large the chunks are', async () => {
    const { log, say } = await leased();
    const text = 'é'.repeat(65_536);
    for (let index = 0; index < 9; index++) await say(index * 65_536, text);
    const sizes: number[] = [];
    let cursor = '';
    do {
      const page = await read(`${log}?limit=100${cursor && `&cursor=${cursor}`}`);
      sizes.push(page.items.length);
      cursor = page.nextCursor ?? '';
    } while (cursor !== '');
    expect([sizes.length > 1, sizes.reduce((sum, size) => sum + size)]).toEqual([true, 9]);
  });

  it('says where a log was cut', async () => {
    const { log, say } = await leased();
    await say(MOST_LOG_BYTES - 3, 'abééé');
    await say(MOST_LOG_BYTES + 5, 'lost');
    await say(MOST_LOG_BYTES + 9, 'lost too');
    const { items } = await read(log);
    const line = `\n… the log is longer than ${MOST_LOG_BYTES} bytes: the rest is not kept\n`;
    expect(items.map(({ offset, text, isCut }: Record<string, unknown>) => [offset, text, isCut])).toEqual([
      [MOST_LOG_BYTES - 3, `ab${line}`, true],
      [MOST_LOG_BYTES, line, true],
    ]);
  });

  it('keeps a megabyte after the first chunk, however the chunks overlap', async () => {
    const { log, say } = await leased();
    const text = 'x'.repeat(65_536);
    await say(0, text);
    await Promise.all(Array.from({ length: 20 }, (_, index) => say(index + 1, text)));
    const kept: { readonly text: string; readonly isCut: boolean }[] = [];
    let cursor = '';
    do {
      const page = await read(`${log}?limit=100${cursor && `&cursor=${cursor}`}`);
      kept.push(...page.items);
      cursor = page.nextCursor ?? '';
    } while (cursor !== '');
    const whole = kept.filter(({ isCut }) => !isCut);
    expect([whole.length, whole.every((chunk) => chunk.text === text)]).toEqual([17, true]);
    expect(kept.filter(({ isCut }) => isCut).map(({ text: line }) => line)).toEqual([CUT_LINE]);
  });

  it('of a task with one chunk costs no write for its count', async () => {
    const { deploymentId, lease, say } = await leased();
    const bytes = async () => (await stage.taskOf({ deploymentId, taskId: lease.taskId })).logBytes;
    await say(0, 'short');
    expect(await bytes()).toBeUndefined();
    await say(5, 'er');
    expect(await bytes()).toBe(2);
  });

  it('keeps a log for 90 days', async () => {
    const { log, say } = await leased();
    await say(0, 'old');
    stage.clock.at += 90 * 86_400_000 - 1000;
    expect((await read(log)).items).toHaveLength(1);
    stage.clock.at += 1000;
    expect((await read(log)).items).toEqual([]);
  });

  it('answers 404 for a missing task, and for one of another deployment', async () => {
    const { deploymentId, lease } = await leased();
    const other = (await stage.queued()).deploymentId;
    for (const path of [`${deploymentId}/tasks/${MISSING_ID}`, `${other}/tasks/${lease.taskId}`, 'x/tasks/y']) {
      expect(verdict(await stage.asLead('GET', `/deployments/${path}/log`))).toEqual([404, 'task.not_found']);
    }
  });
});
