// A person pressed a button in chat. If the chat is trusted, the person's identity in its workspace becomes a user, and
// that user decides. A refused or late decision is not retried; only the person is told the reason.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { ApprovalDecisionRequested } from '../../../entities/notifications/events.ts';
import { type AnswerInPrivate, actInChat, UNKNOWN_PERSON } from '../../_adapters/slack/response-url.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { memberBehind, type Via, voiceOf } from '../../_kit/chat-voice.ts';
import { logger } from '../../_kit/logger.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { decide } from '../decide.ts';
import type { BackgroundDeps } from '../deps.ts';
import { subjectOf } from '../subjects/rules.ts';

export interface ChatDecisionDeps extends BackgroundDeps {
  readonly answerInPrivate: AnswerInPrivate;
}

type Request = ReturnType<typeof ApprovalDecisionRequested.parse>['data'];

async function speakerOf(tenantId: TenantId, request: Request, deps: ChatDecisionDeps): Promise<Via> {
  const { approval } = await deps.approvals.whole(tenantId, request.approvalId);
  return voiceOf(tenantId, await subjectOf(tenantId, approval, deps), request, deps);
}

export async function onDecisionRequested({ detail }: BusEvent, deps: ChatDecisionDeps): Promise<void> {
  const { tenantId, correlationId, data } = ApprovalDecisionRequested.parse(detail);
  const { provider, approvalId, action, responseUrl } = data;
  const decideOnce = async () => {
    const via = await speakerOf(tenantId, data, deps);
    const person = await memberBehind(tenantId, via, deps);
    if (!person) {
      logger.warn('decision by an unknown chat user', { tenantId, provider, approvalId });
      return UNKNOWN_PERSON;
    }
    const actor = { type: 'USER' as const, id: person.userId, name: person.name };
    const caller: Caller = { tenantId, actor, correlationId, at: deps.now() };
    const { change } = await decide(caller, approvalId, person.userId, { action }, deps, via);
    if (change) await deps.save(caller, change);
    return undefined;
  };
  await actInChat(deps.answerInPrivate, responseUrl, { tenantId, approvalId }, () => retryOnConflict(decideOnce));
}
