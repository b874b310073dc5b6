// Events of runbooks.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';

const runbook = { runbookId: z.string(), title: z.string() };

export const RunbookCreated = defineEvent('runbooks', 'RunbookCreated', 1, () => z.object(runbook));
export const RunbookUpdated = defineEvent('runbooks', 'RunbookUpdated', 1, () =>
  z.object({ ...runbook, revision: z.number().int(), changed: z.array(z.string()) }),
);
export const RunbookDeleted = defineEvent('runbooks', 'RunbookDeleted', 1, () => z.object(runbook));
