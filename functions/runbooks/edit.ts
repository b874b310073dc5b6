// Saves an edit of a runbook as its next revision; an edit that changes nothing saves nothing.
import { assertRevision } from '../../entities/_base/conflicts.ts';
import type { Write } from '../../entities/_base/table/table.ts';
import { isoOf } from '../../entities/_base/time/iso.ts';
import { serviceErrors } from '../../entities/catalog/errors.ts';
import { RunbookUpdated } from '../../entities/runbooks/events.ts';
import type { RunbookItem } from '../../entities/runbooks/runbook.entity.ts';
import { changesOf, type Edit, viewListed, viewRunbook } from '../../entities/runbooks/runbook.model.ts';
import type { Call, Reply } from '../_kit/http/http-handler.ts';
import type { Caller } from '../_kit/save.ts';
import { auditOf, editedBy, type RunbooksDeps } from './deps.ts';

interface EditCall extends Pick<Call, 'revision' | 'save'> {
  readonly caller: Caller;
}

/** The write by which a runbook names a service, which must exist; it cannot be deleted as long as it is named. */
export function heldService({ tenantId }: Caller, service: string | null | undefined, deps: RunbooksDeps): Write[] {
  if (service === null || service === undefined) return [];
  const message = `No service has the slug ${service}; POST /services creates one`;
  const fields = [{ path: 'service', code: 'service.unknown', message }];
  return [deps.services.name(tenantId, service, serviceErrors.unknown({ detail: message, fields }))];
}

/** `restored` is the revision whose values the edit restores. */
export async function saveEdit(
  { caller, revision, save }: EditCall,
  before: RunbookItem,
  edit: Edit,
  deps: RunbooksDeps,
  restored?: number,
): Promise<Reply> {
  assertRevision({ revision }, before);
  const changes = changesOf(before, edit);
  const changed = Object.keys(changes);
  if (changed.length === 0) return { body: viewRunbook(before), revision: before.revision };
  const at = isoOf(caller.at);
  const after: RunbookItem = { ...before, ...changes, updatedAt: at, revision: before.revision + 1 };
  const { runbookId, title } = after;
  const edited = { ...editedBy(caller), editedAt: at, ...(restored && { restored }) };
  return save(
    {
      writes: [...heldService(caller, changes.service, deps), ...deps.runbooks.update(before, after, edited)],
      events: [RunbookUpdated.create(caller, runbookId, { runbookId, title, revision: after.revision, changed })],
      audit: auditOf(after, restored === undefined ? 'runbook.updated' : 'runbook.restored', {
        ...{ changed, before: viewListed(before), after: viewListed(after) },
        ...(restored && { restored }),
      }),
    },
    { body: viewRunbook(after), revision: after.revision },
  );
}
