// Answers a revision with its content.
import { viewRevision } from '../../../entities/runbooks/runbook.model.ts';
import { type Ops, revisionNumber } from '../deps.ts';

export const getRunbookRevision: Ops['getRunbookRevision'] = async ({ caller, params }, { runbooks }) => {
  const { runbookId } = await runbooks.get(caller.tenantId, params.runbook ?? '');
  const { revision, content } = await runbooks.revision(caller.tenantId, runbookId, revisionNumber(params.revision));
  return { body: { ...viewRevision(revision), content } };
};
