// A button in chat was pressed: the presser's chat identity becomes a user, and the user decides. What that user may not
// decide, or what is decided already, is no reason to try again: the person is told why, and nobody else.
import { type DomainError, isDomainError } from '../../../entities/_base/errors.ts';
import { ApprovalDecisionRequested } from '../../../entities/notifications/events.ts';
import { escaped } from '../../_adapters/slack/mrkdwn.ts';
import { type AnswerInPrivate, UNKNOWN_PERSON } from '../../_adapters/slack/response-url.ts';
import type { BusEvent } from '../../_kit/bus-event.ts';
import { type Caller, type Commit, retryOnConflict } from '../../_kit/commit.ts';
import { logger } from '../../_kit/logger.ts';
import { type ApprovalsDeps, decide } from '../decide.ts';

export interface ApprovalEventsDeps extends ApprovalsDeps {
  readonly commit: Commit;
  readonly now: () => number;
}

export interface ChatDecisionDeps extends ApprovalEventsDeps {
  readonly answerInPrivate: AnswerInPrivate;
}

const isFinal = (error: unknown): error is DomainError =>
  isDomainError(error) && error.status < 500 && error.code !== 'request.conflict';

export async function onDecisionRequested({ detail }: BusEvent, deps: ChatDecisionDeps): Promise<void> {
  const { tenantId, correlationId, data } = ApprovalDecisionRequested.parse(detail);
  const { provider, externalUserId, approvalId, action, responseUrl } = data;
  const tell = async (text: string): Promise<void> => {
    const isTold = responseUrl !== undefined && (await deps.answerInPrivate(responseUrl, text));
    if (!isTold) logger.info('the person in chat could not be told', { tenantId, approvalId });
  };
  const userId = await deps.tenants.userOfIdentity(tenantId, { provider, externalId: externalUserId });
  const person = userId === undefined ? undefined : await deps.tenants.membershipOf(tenantId, userId);
  if (userId === undefined || !person) {
    logger.warn('decision by an unknown chat user', { tenantId, provider, approvalId });
    return tell(UNKNOWN_PERSON);
  }
  const actor = { type: 'USER' as const, id: userId, name: person.name };
  const caller: Caller = { tenantId, actor, correlationId, at: deps.now() };
  try {
    await retryOnConflict(async () => {
      const { change } = await decide(caller, approvalId, userId, { action }, deps);
      if (change) await deps.commit(caller, change);
    });
  } catch (error) {
    if (!isFinal(error)) throw error;
    logger.warn('decision refused', { tenantId, approvalId, error: error as Error });
    await tell(escaped(`${error.title}. ${error.details.detail ?? ''}`.trim()));
  }
}
