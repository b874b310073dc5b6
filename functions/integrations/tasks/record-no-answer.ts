// Keeps what could not be found out, not even after asking again: what was known of the credential stays, the integration is
// UNHEALTHY, and the event begins the wait for tomorrow. A service that talks nonsense all the time is believed to.
import type { DomainError } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { mayPass } from '../../../entities/integrations/verification.model.ts';
import { integrationCheckTask } from '../../../statemachines/integration-check/integration-check.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import { failedIn, type TaskFailure, taskFailure } from '../../_kit/workflow/task.ts';
import { type CheckDeps, integrationOnLeg, keep } from './leg.ts';

const input = integrationCheckTask.extend({ error: taskFailure });

/** Only of errors that tell of the service is the message for people. */
function errorOf(failure: TaskFailure): DomainError {
  const { code, message } = failedIn(failure);
  const known = Object.values(integrationErrors).find((make) => mayPass(make()) && make().code === code);
  const detail = known ? message : 'The check did not work; it says nothing of the credential';
  return (known ?? integrationErrors.unavailable)(detail ? { detail } : {});
}

export async function recordNoAnswer(raw: unknown, deps: CheckDeps): Promise<void> {
  const { error, ...leg } = input.parse(raw);
  await retryOnConflict(async () => {
    const item = await integrationOnLeg(leg, deps);
    if (item) await keep(item, { ok: false, error: errorOf(error) }, leg, deps);
  });
}
