// Checks that an EMAIL integration's sender and recipients are allowed for its tenant: when it is created or changed, and
// at each verification.
import type { FieldProblem } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { IntegrationItem } from '../../../entities/integrations/integration.repo.ts';
import type { VerificationOutcome } from '../../../entities/integrations/integration-change.model.ts';
import type { ConfigOf } from '../../../entities/integrations/types/integration-types.ts';
import { mailProblems, recipientsIn } from '../../../entities/tenants/mail/mail.model.ts';
import { problemDetails } from '../../_kit/http/problem.ts';
import { environmentProblems } from '../changes/environment-use.ts';
import type { IntegrationsDeps } from '../deps.ts';

type Configured = Pick<IntegrationItem, 'tenantId' | 'type' | 'config'>;
type Deps = Pick<IntegrationsDeps, 'mailRules'>;

async function problemsOf({ tenantId, type, config }: Configured, { mailRules }: Deps): Promise<FieldProblem[]> {
  if (type !== 'EMAIL') return [];
  const mail = config as ConfigOf<'EMAIL'>;
  const { binding, members } = await mailRules(tenantId, recipientsIn(mail));
  return mailProblems(mail, binding, members);
}

/** Throws `integration.mail_not_bound` with every wrong address. Other types pass without a check. */
export async function assertMayMail(item: Configured, deps: Deps): Promise<void> {
  const problems = await problemsOf(item, deps);
  if (problems.length > 0) throw integrationErrors.mail_not_bound(problemDetails(problems));
}

/** The service's answer. It is asked only if the sender and recipients are allowed, and the environment can be used. */
export async function verified(
  item: IntegrationItem,
  credentials: unknown,
  deps: Deps & Pick<IntegrationsDeps, 'verification' | 'environments'>,
): Promise<VerificationOutcome> {
  const problems = [...(await problemsOf(item, deps)), ...(await environmentProblems(item, deps))];
  if (problems.length > 0) return { ok: false, error: integrationErrors.refused(problemDetails(problems)) };
  return deps.verification(item.type, item.config, credentials);
}
