// Makes the changes that a person asked for in a chat, to save in order; equal to those of the route of that name.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { failedBuilds } from '../../../entities/releases/lifecycle/chat-action.model.ts';
import type { ChatAction } from '../../../entities/releases/lifecycle/status.model.ts';
import type { ReleaseRepo } from '../../../entities/releases/release.repo.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import { requestedBuild } from '../builds/request-build.ts';
import { auditOf } from '../deps.ts';
import { openedCycle } from '../workflow/cycles.ts';
import { resumed, retried } from '../workflow/going-on.ts';

type Act = (caller: Caller, whole: WholeRelease, releases: ReleaseRepo) => Change | Promise<Change>;

const goingOn =
  (decide: typeof resumed): Act =>
  (caller, whole, releases) => {
    const { changes, events, action } = decide(caller, whole);
    const { release } = whole;
    return { writes: [releases.update(release, isoOf(caller.at), changes)], events, audit: auditOf(release, action) };
  };

/** Each throws why it cannot be done. Of several failed builds one is asked for at a time: the others follow. */
export const ACTS: Readonly<Record<ChatAction, Act>> = {
  retry: goingOn(retried),
  resume: goingOn(resumed),
  cycle: async (caller, whole, releases) => (await openedCycle(caller, whole, { force: false }, releases)).change,
  trigger: async (caller, whole, releases) => {
    const [pipeline] = failedBuilds(whole);
    if (!pipeline) throw new Error('no failed build');
    return (await requestedBuild(caller, whole, pipeline, false, releases)).change;
  },
};
