// Somebody typed `/windlass retry`, `resume`, `cycle` or `trigger`: if the chat speaks for the release, the name in its workspace
// becomes a member, and the member does it as by the route. A refusal is no reason to try again: the person alone is told why.
import { type DomainError, isDomainError } from '../../../entities/_base/errors.ts';
import { ReleaseActionRequested } from '../../../entities/notifications/events.ts';
import { assertMayAct } from '../../../entities/releases/lifecycle/chat-action.model.ts';
import type { ChatAction } from '../../../entities/releases/lifecycle/status.model.ts';
import { endedBadly } from '../../../entities/releases/regression/regression.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { escaped } from '../../_adapters/slack/mrkdwn.ts';
import { UNKNOWN_PERSON } from '../../_adapters/slack/response-url.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { holdsOf, memberBehind, type Via, voiceOf } from '../../_kit/chat-voice.ts';
import { logger } from '../../_kit/logger.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { ACTS } from '../chat/act.ts';
import type { EventsDeps } from './release-changed.ts';

const isFinal = (error: unknown): error is DomainError =>
  isDomainError(error) && error.status < 500 && error.code !== 'request.conflict';

type Request = ReturnType<typeof ReleaseActionRequested.parse>;

async function commitOne(caller: Caller, action: ChatAction, whole: WholeRelease, via: Via, deps: EventsDeps) {
  const { release } = whole;
  const { writes, events, audit } = await ACTS[action](caller, whole, deps.releases);
  await deps.save(caller, {
    writes: [...writes, ...holdsOf(caller.tenantId, via, release, deps)],
    events,
    audit: { ...audit, details: { ...audit.details, via } },
  });
}

/** True if the action was done already, by an earlier delivery or by somebody else. */
const isDone = ({ action, cycle }: Request['data'], whole: WholeRelease): boolean =>
  ({
    retry: !whole.release.isPaused,
    resume: !whole.release.isPaused,
    cycle: whole.release.regressionCycle !== cycle,
    trigger: endedBadly(whole).length === 0,
  })[action];

/** Answers what to tell the person, or undefined when it is done. */
async function act({ tenantId, correlationId, data }: Request, deps: EventsDeps): Promise<string | undefined> {
  const load = () => deps.releases.whole(tenantId, data.releaseId);
  let whole = await load();
  const via = await voiceOf(tenantId, whole.release, data, deps);
  const person = await memberBehind(tenantId, via, deps);
  if (!person) return UNKNOWN_PERSON;
  assertMayAct(person, data.action);
  const actor = { type: 'USER' as const, id: person.userId, name: person.name };
  const caller: Caller = { tenantId, actor, correlationId, at: deps.now() };
  for (; !isDone(data, whole); whole = await load()) await commitOne(caller, data.action, whole, via, deps);
  return undefined;
}

export async function onReleaseActionRequested({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const request = ReleaseActionRequested.parse(detail);
  const { tenantId, data } = request;
  const { releaseId, action, responseUrl } = data;
  const tell = async (text: string): Promise<void> => {
    const isTold = responseUrl !== undefined && (await deps.answerInPrivate(responseUrl, text));
    if (!isTold) logger.info('the person in chat could not be told', { tenantId, releaseId, action });
  };
  try {
    const refusal = await retryOnConflict(() => act(request, deps));
    if (refusal !== undefined) await tell(refusal);
  } catch (error) {
    if (!isFinal(error)) throw error;
    logger.warn('a wish of a chat refused', { tenantId, releaseId, action, error: error as Error });
    await tell(escaped(`${error.title}. ${error.details.detail ?? ''}`.trim()));
  }
}
