// The audit entry of a refusal: its failure changes nothing for the client, and one process writes it once a minute.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNoteRefusal } from '../../../../../functions/_kit/http/note-refusal.ts';
import { TENANT_ID, USER_ID } from '../../../../support/http.ts';
import { meteredTable } from '../../../../support/metered-table.ts';
import { startTable, type TestTable } from '../../../../support/table.ts';

const NOW = Date.parse('2026-03-01T12:00:30.000Z');
const caller = {
  tenantId: TENANT_ID as never,
  actor: { type: 'USER', id: USER_ID, name: 'Ada' },
  correlationId: 'request-1',
  at: NOW,
  scopes: '*',
} as const;
const refusal = { operation: 'deleteRelease', reason: 'This needs the role LEAD; the credential has VIEWER.' };

let store: TestTable;
beforeAll(async () => {
  store = await startTable();
});
afterAll(() => store.stop());

describe('the audit entry of a refusal', () => {
  it('is one of two processes, and holds nothing of the credential', async () => {
    await Promise.all([
      createNoteRefusal(store.table)(caller, refusal),
      createNoteRefusal(store.table)(caller, refusal),
    ]);
    const entries = await store.items();
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ at: '2026-03-01T12:00:00.000Z', details: { reason: refusal.reason } });
    expect(entries[0]).not.toHaveProperty('scopes');
  });

  it('is written once a minute by a process that refuses a caller again and again', async () => {
    const { table, meter } = meteredTable(store.table);
    const note = createNoteRefusal(table);
    const { commands } = await meter(async () => {
      for (const seconds of [0, 1, 29, 31])
        await note({ ...caller, at: NOW + seconds * 1000 }, { ...refusal, operation: 'pauseRelease' });
    });
    expect(commands).toHaveLength(2);
  });

  it('is missing, and the refusal stands, if the table is unavailable', async () => {
    await expect(createNoteRefusal({ ...store.table, name: 'missing' })(caller, refusal)).resolves.toBeUndefined();
  });
});
