// Asks a service whether the credential is still good and stores the answer. Errors that may pass are thrown, so that
// the state machine retries before anybody is told.
import { mayPass } from '../../../entities/integrations/verification.model.ts';
import { integrationCheckTask } from '../../../statemachines/integration-check/integration-check.contract.ts';
import { retryOnConflict } from '../../_kit/commit.ts';
import { credentialsOf } from '../changes/merged.ts';
import { verified } from '../verification/mail-rules.ts';
import { type CheckDeps, integrationOnLeg, keep } from './leg.ts';

export async function checkIntegration(raw: unknown, deps: CheckDeps): Promise<void> {
  const leg = integrationCheckTask.parse(raw);
  await retryOnConflict(async () => {
    const item = await integrationOnLeg(leg, deps);
    if (!item) return;
    const outcome = await verified(item, await credentialsOf(item, deps), deps);
    if (!outcome.ok && mayPass(outcome.error)) throw outcome.error;
    await keep(item, outcome, leg, deps);
  });
}
