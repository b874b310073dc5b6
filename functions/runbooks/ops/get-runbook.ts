// Answers a runbook with its content.
import { type RunbookAction, viewRunbook } from '../../../entities/runbooks/runbook.model.ts';
import { actionsOf, always } from '../../_kit/resources/actions.ts';
import type { Ops } from '../deps.ts';
import { manifest } from '../manifest.ts';

export const getRunbook: Ops['getRunbook'] = async ({ caller, params }, { runbooks }) => {
  const runbook = await runbooks.get(caller.tenantId, params.runbook ?? '');
  const actions = actionsOf<RunbookAction>(caller, manifest, {
    updateRunbook: always,
    restoreRunbookRevision: always,
    deleteRunbook: always,
  });
  return { body: { ...viewRunbook(runbook), actions }, revision: runbook.revision };
};
