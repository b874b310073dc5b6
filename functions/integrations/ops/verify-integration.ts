// verifyIntegration: calls the service with the stored credentials and stores its answer. An unavailable service is part of
// the reply, not an error. The call ends before the save begins.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { verifiedIntegration } from '../../../entities/integrations/integration-change.model.ts';
import { showIntegration } from '../actions.ts';
import { addressedIntegration } from '../changes/addressed.ts';
import { credentialsOf } from '../changes/merged.ts';
import type { Ops } from '../deps.ts';
import { judged } from '../verification/judged.ts';
import { verified } from '../verification/mail-rules.ts';

export const verifyIntegration: Ops['verifyIntegration'] = async (call, deps) => {
  const { caller } = call;
  const before = await addressedIntegration(call, deps);
  assertRevision(call, before);
  const credentials = await credentialsOf(before, deps);
  const outcome = await verified(before, credentials, deps);
  const after = verifiedIntegration(before, outcome, caller.at);

  return call.save(await judged(caller, before, after, deps.integrations), {
    body: showIntegration(caller, after),
    revision: after.revision,
  });
};
