// Does what a person typed in a chat (`/windlass retry`, `resume`, `cycle`, `trigger`), as the route of that name does. The chat must
// be the release's own, and the person a member. A refusal is not retried: the person alone is told the reason.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ReleaseActionRequested } from '../../../entities/notifications/events.ts';
import { assertMayAct, failedBuilds } from '../../../entities/releases/lifecycle/chat-action.model.ts';
import type { ChatAction } from '../../../entities/releases/lifecycle/status.model.ts';
import { endedBadly } from '../../../entities/releases/regression/regression.model.ts';
import type { ReleaseRepo } from '../../../entities/releases/release.repo.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { actInChat, UNKNOWN_PERSON } from '../../_adapters/slack/response-url.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { holdsOf, memberBehind, type Via, voiceOf } from '../../_kit/chat-voice.ts';
import { type Caller, type Change, retryOnConflict } from '../../_kit/save.ts';
import { auditOf } from '../deps.ts';
import { openedCycle, requestedBuild, resumed, retried } from '../workflow/moves.ts';
import type { EventsDeps } from './release-changed.ts';

type Act = (caller: Caller, whole: WholeRelease, releases: ReleaseRepo) => Change | Promise<Change>;

const goingOn =
  (decide: typeof resumed): Act =>
  (caller, whole, releases) => {
    const { changes, events, action } = decide(caller, whole);
    const { release } = whole;
    return { writes: [releases.update(release, isoOf(caller.at), changes)], events, audit: auditOf(release, action) };
  };

/** Each throws a refusal. Of several failed builds it requests one; the loop of `act` requests the others. */
const ACTS: Readonly<Record<ChatAction, Act>> = {
  retry: goingOn(retried),
  resume: goingOn(resumed),
  cycle: async (caller, whole, releases) => (await openedCycle(caller, whole, { force: false }, releases)).change,
  trigger: async (caller, whole, releases) => {
    const [pipeline] = failedBuilds(whole);
    if (!pipeline) throw new Error('no failed build');
    return (await requestedBuild(caller, whole, pipeline, false, releases)).change;
  },
};

type Request = ReturnType<typeof ReleaseActionRequested.parse>;

async function saveOne(caller: Caller, action: ChatAction, whole: WholeRelease, via: Via, deps: EventsDeps) {
  const { release } = whole;
  const { writes, events, audit } = await ACTS[action](caller, whole, deps.releases);
  await deps.save(caller, {
    writes: [...writes, ...holdsOf(caller.tenantId, via, release, deps)],
    events,
    audit: { ...audit, details: { ...audit.details, via } },
  });
}

/** True if an earlier delivery or another person did the action already. */
const isDone = ({ action, cycle }: Request['data'], whole: WholeRelease): boolean =>
  ({
    retry: !whole.release.isPaused,
    resume: !whole.release.isPaused,
    cycle: whole.release.regressionCycle !== cycle,
    trigger: endedBadly(whole).length === 0,
  })[action];

/** Answers the refusal to tell the person, or undefined after the action. */
async function act({ tenantId, correlationId, data }: Request, deps: EventsDeps): Promise<string | undefined> {
  const load = () => deps.releases.whole(tenantId, data.releaseId);
  let whole = await load();
  const via = await voiceOf(tenantId, whole.release, data, deps);
  const person = await memberBehind(tenantId, via, deps);
  if (!person) return UNKNOWN_PERSON;
  assertMayAct(person, data.action);
  const actor = { type: 'USER' as const, id: person.userId, name: person.name };
  const caller: Caller = { tenantId, actor, correlationId, at: deps.now() };
  for (; !isDone(data, whole); whole = await load()) await saveOne(caller, data.action, whole, via, deps);
  return undefined;
}

export async function onReleaseActionRequested({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const request = ReleaseActionRequested.parse(detail);
  const { releaseId, action, responseUrl } = request.data;
  const about = { tenantId: request.tenantId, releaseId, action };
  await actInChat(deps.answerInPrivate, responseUrl, about, () => retryOnConflict(() => act(request, deps)));
}
