// Creates a runbook with its first revision.
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { RunbookCreated } from '../../../entities/runbooks/events.ts';
import type { RunbookItem } from '../../../entities/runbooks/runbook.entity.ts';
import { viewListed, viewRunbook } from '../../../entities/runbooks/runbook.model.ts';
import { auditOf, editedBy, type Ops } from '../deps.ts';
import { heldService } from '../edit.ts';

export const createRunbook: Ops['createRunbook'] = async ({ caller, body, save }, deps) => {
  const at = isoOf(caller.at);
  const runbookId = newId<'Runbook'>(caller.at);
  const runbook = {
    ...body,
    ...{ tenantId: caller.tenantId, runbookId, createdBy: caller.actor.id, createdByName: caller.actor.name },
    ...{ createdAt: at, updatedAt: at, revision: 1, schemaVersion: 1 },
  } as RunbookItem;
  return save(
    {
      writes: [
        ...heldService(caller, body.service, deps),
        ...deps.runbooks.create(runbook, { ...editedBy(caller), editedAt: at }),
      ],
      events: [RunbookCreated.create(caller, runbookId, { runbookId, title: body.title })],
      audit: auditOf(runbook, 'runbook.created', { after: viewListed(runbook) }),
    },
    { body: viewRunbook(runbook), location: `/runbooks/${runbookId}`, revision: 1 },
  );
};
