// The holder of an idempotency key: the first request while it runs, then its answer, a newcomer if the holder died.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIdempotencyRepo, type IdempotencyRepo } from '../../../../entities/idempotency/idempotency.repo.ts';
import { createSave } from '../../../../functions/_kit/save.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const DAY_MS = 86_400_000;
/** As the repository says: longer than any API function may run. */
const LOCK_MS = 35_000;

let started: TestTable;
let repo: IdempotencyRepo;
beforeAll(async () => {
  started = await startTable();
  repo = createIdempotencyRepo(started.table);
});
afterAll(() => started.stop());

let keys = 0;
let scope: { tenantId: string; principalId: string; key: string };
beforeEach(() => {
  keys += 1;
  scope = { tenantId: 'tenant', principalId: 'user', key: `key-${keys}` };
});

const begin = (holder: string, at = NOW, hash = 'hash') => repo.begin(scope, hash, holder, at);
const running = expect.objectContaining({ code: 'request.idempotency_running', status: 409 });

async function complete(holder: string, reply: string): Promise<void> {
  const caller = {
    tenantId: 'tenant' as never,
    actor: { type: 'SYSTEM', id: 'x', name: 'x' } as const,
    correlationId: 'x',
    at: NOW,
  };
  const audit = { action: 'x', resourceType: 'x', resourceId: 'x' };
  await createSave(started.table)(caller, { writes: [], events: [], audit }, repo.complete(scope, holder, reply));
}

describe('an idempotency key', () => {
  it('is the first request’s, which has no earlier answer', async () => {
    expect(await begin('one')).toBeUndefined();
  });

  it('is refused to a second request while the first runs, with a hint when to come back', async () => {
    await begin('one');
    await expect(begin('two')).rejects.toEqual(running);
    await expect(begin('two')).rejects.toMatchObject({ details: { retryAfterSeconds: 1 } });
  });

  it('answers what the first request answered', async () => {
    await begin('one');
    await complete('one', 'the answer');
    expect(await begin('two')).toBe('the answer');
  });

  it('answers also a request that changed nothing', async () => {
    await begin('one');
    await repo.keep(scope, 'one', 'nothing new');
    expect(await begin('two')).toBe('nothing new');
  });

  it('is refused to another request, while the first runs and afterwards', async () => {
    const mismatch = expect.objectContaining({ code: 'request.idempotency_mismatch', status: 422 });
    await begin('one');
    await expect(begin('two', NOW, 'other')).rejects.toEqual(mismatch);
    await complete('one', 'the answer');
    await expect(begin('two', NOW, 'other')).rejects.toEqual(mismatch);
  });

  it('is free again after a refused request', async () => {
    await begin('one');
    await repo.release(scope, 'one');
    expect(await begin('two', NOW, 'other')).toBeUndefined();
  });

  it('stays with its answer when it is given back too late', async () => {
    await begin('one');
    await complete('one', 'the answer');
    await repo.release(scope, 'one');
    expect(await begin('two')).toBe('the answer');
  });

  it('is not given back by somebody who does not hold it', async () => {
    await begin('one');
    await repo.release(scope, 'two');
    await expect(begin('three')).rejects.toEqual(running);
  });

  it('goes to one of ten that ask at once', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => begin(`holder-${index}`)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of asked) if (one.status === 'rejected') expect(one.reason).toEqual(running);
  });

  it.each([
    [LOCK_MS, false],
    [LOCK_MS + 1, true],
  ])('is taken over after %i ms without an answer: %s', async (later, isTaken) => {
    await begin('one');
    const second = begin('two', NOW + later);
    if (isTaken) expect(await second).toBeUndefined();
    else await expect(second).rejects.toEqual(running);
  });

  it('goes to one of ten that take it over at once', async () => {
    await begin('dead');
    const at = NOW + 2 * LOCK_MS;
    const asked = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => begin(`holder-${index}`, at)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is not taken over from a holder that answers at the last moment', async () => {
    await begin('slow');
    const { client } = started.table;
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const result = await next(args);
        if (context.commandName === 'GetItemCommand') {
          client.middlewareStack.remove('answers late');
          await complete('slow', 'the answer');
        }
        return result;
      },
      { step: 'initialize', name: 'answers late' },
    );
    await expect(begin('two', NOW + 2 * LOCK_MS)).rejects.toEqual(running);
    expect(await begin('three', NOW + 2 * LOCK_MS)).toBe('the answer');
  });

  it('fails the late transaction of a holder from whom it was taken', async () => {
    await begin('slow');
    await begin('two', NOW + 2 * LOCK_MS);
    await expect(complete('slow', 'late')).rejects.toEqual(running);
    await expect(repo.keep(scope, 'slow', 'late')).rejects.toEqual(running);
  });

  it('is forgotten after a day, whether or not DynamoDB has removed it', async () => {
    await begin('one');
    await complete('one', 'the answer');
    expect(await begin('two', NOW + DAY_MS + 1000, 'other')).toBeUndefined();
  });

  it.each([
    ['another principal', { principalId: 'other' }],
    ['another tenant', { tenantId: 'other' }],
    ['another key', { key: 'other' }],
  ])('is nothing to %s', async (_, over) => {
    await begin('one');
    expect(await repo.begin({ ...scope, ...over, key: `${scope.key}-x` }, 'other', 'two', NOW)).toBeUndefined();
  });
});
