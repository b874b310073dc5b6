// Stores that a check got no answer, even after retries: the verification status stays, the integration becomes UNHEALTHY,
// and the event schedules tomorrow's check. If a service always sends invalid replies, the last one counts as its answer.
import type { DomainError } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { mayPass } from '../../../entities/integrations/verification.model.ts';
import { integrationCheckTask } from '../../../statemachines/integration-check/integration-check.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import { failedIn, type TaskFailure, taskFailure } from '../../_kit/workflow/task.ts';
import { type CheckDeps, integrationOnLeg, keep } from './leg.ts';

const input = integrationCheckTask.extend({ error: taskFailure });

/** Only messages about the service are shown to people. */
function errorOf(failure: TaskFailure): DomainError {
  const { code, message } = failedIn(failure);
  const known = Object.values(integrationErrors).find((make) => mayPass(make()) && make().code === code);
  const detail = known ? message : 'The check failed; it says nothing about the credentials';
  return (known ?? integrationErrors.unavailable)(detail ? { detail } : {});
}

export async function recordNoAnswer(raw: unknown, deps: CheckDeps): Promise<void> {
  const { error, ...leg } = input.parse(raw);
  await retryOnConflict(async () => {
    const item = await integrationOnLeg(leg, deps);
    if (item) await keep(item, { ok: false, error: errorOf(error) }, leg, deps);
  });
}
