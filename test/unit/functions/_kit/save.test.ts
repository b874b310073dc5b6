// The one way state changes: all writes or none, contention retried, and the first failed condition named.
import type { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { baseErrors } from '../../../../entities/_base/conflicts.ts';
import { defineEvent } from '../../../../entities/_base/events.ts';
import { ABSENT, putItem, type Write } from '../../../../entities/_base/table/table.ts';
import { type Caller, createSave, retryOnConflict } from '../../../../functions/_kit/save.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { busEventOf } from '../../../support/stored-events.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const caller: Caller = {
  tenantId: TENANT_ID as never,
  actor: { type: 'USER', id: 'ada', name: 'Ada' },
  correlationId: 'request-1',
  at: NOW,
  ip: '192.0.2.1',
  userAgent: 'tests',
};
const Happened = defineEvent('tests', 'Happened', 1, () => z.object({ what: z.string() }));
const audit = { action: 'thing.done', resourceType: 'Thing', resourceId: 'thing-1', details: { what: 'x' } };
const put = (thing: string, name = 'windlass', otherwise = baseErrors.conflict()): Write =>
  putItem({ name }, { pk: `T#${TENANT_ID}#${thing}`, sk: 'x' }, ABSENT, otherwise);

describe('save', () => {
  it('writes the change, its audit entry and its events', async () => {
    const event = Happened.create(caller, 'thing-1', { what: 'x' });
    await createSave(started.table)(caller, { writes: [put('one')], events: [event], audit }, put('further'));
    const items = await started.items();
    expect(items.map(({ pk }) => pk).sort()).toEqual([
      `T#${TENANT_ID}#AUDIT#Thing#thing-1`,
      `T#${TENANT_ID}#OUTBOX#thing-1`,
      `T#${TENANT_ID}#further`,
      `T#${TENANT_ID}#one`,
    ]);
    const entry = items.find(({ action }) => action === 'thing.done');
    expect(entry).toMatchObject({
      actor: caller.actor,
      ip: '192.0.2.1',
      userAgent: 'tests',
      correlationId: 'request-1',
    });
    expect(entry?.expiresAtEpoch).toBe(NOW / 1000 + 3 * 365 * 86_400);
    const outbox = items.find(({ detailType }) => detailType === 'Happened');
    expect(busEventOf(outbox ?? {}).detail).toEqual(event.detail);
    expect(outbox?.expiresAtEpoch).toBe(NOW / 1000 + 90 * 86_400);
  });

  it('throws what the first failed condition means, and writes nothing', async () => {
    const save = createSave(started.table);
    await save(caller, { writes: [put('taken')], events: [], audit });
    const before = (await started.items()).length;
    const writes = [put('new'), put('taken', 'windlass', baseErrors.not_found()), put('taken-too')];
    await expect(save(caller, { writes, events: [], audit })).rejects.toMatchObject({ code: 'request.not_found' });
    expect((await started.items()).length).toBe(before);
  });

  it('refuses more than DynamoDB takes at once, before asking it', async () => {
    const writes = Array.from({ length: 100 }, (_, index) => put(`n${index}`));
    await expect(createSave(started.table)(caller, { writes, events: [], audit })).rejects.toThrow('101 items');
  });
});

const cancelled = (...codes: string[]) =>
  Object.assign(new Error('cancelled'), {
    name: 'TransactionCanceledException',
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const named = (name: string) => Object.assign(new Error(name), { name });

describe('save, when DynamoDB fails', () => {
  const change = { writes: [put('x')], events: [], audit };
  it.each([
    ['another transaction on the same item', cancelled('TransactionConflict', 'None')],
    ['a throttled item', cancelled('None', 'ThrottlingError')],
    ['an item beyond its throughput', cancelled('ProvisionedThroughputExceeded')],
    ['its own first attempt, still under way', named('TransactionInProgressException')],
  ])('tries again after %s, as the same request', async (_, error) => {
    const sent: (string | undefined)[] = [];
    const client = {
      send: async (command: TransactWriteItemsCommand) => {
        sent.push(command.input.ClientRequestToken);
        if (sent.length === 1) throw error;
      },
    };
    await createSave({ client: client as never, name: 'windlass' })(caller, change);
    expect(sent).toHaveLength(2);
    expect(new Set(sent).size).toBe(1);
  });

  it('answers request.conflict when contention does not end', async () => {
    let attempts = 0;
    const client = {
      send: async () => {
        attempts += 1;
        throw cancelled('TransactionConflict');
      },
    };
    const save = createSave({ client: client as never, name: 'windlass' });
    await expect(save(caller, change)).rejects.toMatchObject({ code: 'request.conflict' });
    expect(attempts).toBe(6);
  });

  it.each([
    ['an error of another kind', named('ResourceNotFoundException')],
    ['a write that DynamoDB cannot take', cancelled('ValidationError')],
  ])('passes on %s', async (_, error) => {
    const client = { send: () => Promise.reject(error) };
    await expect(createSave({ client: client as never, name: 'windlass' })(caller, change)).rejects.toBe(error);
  });
});

describe('retryOnConflict', () => {
  it('works again with fresh state until it is faster than the others', async () => {
    let attempts = 0;
    const work = async () => {
      attempts += 1;
      if (attempts < 4) throw baseErrors.conflict();
      return 'done';
    };
    expect(await retryOnConflict(work)).toBe('done');
  });

  it('gives up after four attempts', async () => {
    let attempts = 0;
    const work = async () => {
      attempts += 1;
      throw baseErrors.conflict();
    };
    await expect(retryOnConflict(work)).rejects.toMatchObject({ code: 'request.conflict' });
    expect(attempts).toBe(4);
  });

  it('passes any other error on at once', async () => {
    let attempts = 0;
    const work = async () => {
      attempts += 1;
      throw baseErrors.not_found();
    };
    await expect(retryOnConflict(work)).rejects.toMatchObject({ code: 'request.not_found' });
    expect(attempts).toBe(1);
  });
});
