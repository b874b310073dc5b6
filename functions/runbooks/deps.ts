// The dependencies of operations and consumers of runbooks, and what every edit saves.

import type { ApprovalRepo } from '../../entities/approvals/approval.repo.ts';
import type { ServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import type { ReleaseRepo } from '../../entities/releases/release.repo.ts';
import { runbookErrors } from '../../entities/runbooks/errors.ts';
import type { RunbookItem } from '../../entities/runbooks/runbook.entity.ts';
import type { RunbookRepo } from '../../entities/runbooks/runbook.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Caller, Change } from '../_kit/save.ts';
import type { manifest } from './manifest.ts';

export interface RunbooksDeps {
  readonly runbooks: RunbookRepo;
  readonly releases: Pick<ReleaseRepo, 'whole'>;
  readonly approvals: Pick<ApprovalRepo, 'whole'>;
  readonly services: Pick<ServiceRepo, 'name'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, RunbooksDeps>;

export const auditOf = (
  { runbookId }: RunbookItem,
  action: string,
  details: Readonly<Record<string, unknown>>,
): Change['audit'] => ({ action, resourceType: 'Runbook', resourceId: runbookId, details });

/** The author of an edit. */
export const editedBy = ({ actor }: Pick<Caller, 'actor'>) => ({ editedBy: actor.id, editedByName: actor.name });

/** The number of a revision in a path. Throws `runbook.revision_not_found`. */
export function revisionNumber(text: string | undefined): number {
  if (!/^[1-9]\d{0,5}$/.test(text ?? '')) throw runbookErrors.revision_not_found();
  return Number(text);
}
