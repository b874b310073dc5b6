// Compares a revision with an earlier one: changed fields, and a unified diff of the contents.
import { patchOf } from '../../../entities/runbooks/content-diff.model.ts';
import { fieldsBetween } from '../../../entities/runbooks/runbook.model.ts';
import { type Ops, revisionNumber } from '../deps.ts';

export const diffRunbookRevision: Ops['diffRunbookRevision'] = async ({ caller, params, query }, { runbooks }) => {
  const { tenantId } = caller;
  const { runbookId } = await runbooks.get(tenantId, params.runbook ?? '');
  const to = revisionNumber(params.revision);
  const from = query.from ?? Math.max(1, to - 1);
  const [before, after] = await Promise.all([from, to].map((number) => runbooks.revision(tenantId, runbookId, number)));
  if (!before || !after) throw new Error('two revisions were read');
  const patch = patchOf(before.content, after.content, [`revision ${from}`, `revision ${to}`]);
  return { body: { from, to, fields: fieldsBetween(before.revision, after.revision), patch } };
};
