// Answers a runbook with its content.
import { viewRunbook } from '../../../entities/runbooks/runbook.model.ts';
import type { Ops } from '../deps.ts';

export const getRunbook: Ops['getRunbook'] = async ({ caller, params }, { runbooks }) => {
  const runbook = await runbooks.get(caller.tenantId, params.runbook ?? '');
  return { body: viewRunbook(runbook), revision: runbook.revision };
};
