// Asks a service whether the credentials are still valid and stores its answer. After a temporary error the task answers
// `putOff`: the state machine waits and calls it again before people are told.
import { mayPass } from '../../../entities/integrations/verification.model.ts';
import { integrationCheckTask } from '../../../statemachines/integration-check/integration-check.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import { type PutOff, putOffBy } from '../../_kit/workflow/task.ts';
import { credentialsOf } from '../changes/merged.ts';
import { verified } from '../verification/mail-rules.ts';
import { type CheckDeps, integrationOnLeg, keep } from './leg.ts';

export async function checkIntegration(
  raw: unknown,
  deps: CheckDeps,
): Promise<{ readonly putOff: PutOff } | undefined> {
  const leg = integrationCheckTask.parse(raw);
  return retryOnConflict(async () => {
    const item = await integrationOnLeg(leg, deps);
    if (!item) return undefined;
    const outcome = await verified(item, await credentialsOf(item, deps), deps);
    if (!outcome.ok && mayPass(outcome.error)) return { putOff: putOffBy(outcome.error, deps.now()) };
    await keep(item, outcome, leg, deps);
    return undefined;
  });
}
