// The wait of a release in words for people: its subject, the people or services that can end it, its start, and the routes that help.
// Pure.
import * as z from 'zod';
import { releaseKeys } from '../release.keys.ts';
import { lacksNotes } from '../targets/submission-held.model.ts';
import {
  type BuildProgress,
  hasEndedBadly,
  isUnsubmitted,
  type Progress,
  type TargetProgress,
} from './next-step.model.ts';
import { WAITS_FOR, type WaitsFor } from './status.model.ts';
import { isApproved, isAsked, isInReview, isRollingOut, isStopped, undecided, waitOf } from './waits-for.model.ts';

/** For lists: without names, which would cost a read per part. */
export const waitsForSummary = z.strictObject({
  what: z.enum(WAITS_FOR),
  since: z.string(),
});

const ON = ['PERSON', 'PIPELINE', 'TARGET', 'RELEASE', 'DATE', 'WINDLASS'] as const;

export const waitsForView = z
  .strictObject({
    ...waitsForSummary.shape,
    on: z.array(
      z.strictObject({
        type: z.enum(ON),
        id: z.string().optional(),
        name: z.string(),
        state: z.string().optional().describe('Of a build, a target or a rollout'),
      }),
    ),
    text: z.string().describe('A sentence for people'),
    todo: z.string().optional().describe('The routes by which a person can act'),
  })
  .meta({ id: 'WaitsFor' });
export type WaitsForView = z.output<typeof waitsForView>;
type On = WaitsForView['on'][number];

type NameOf = (integrationId: string) => string;

const ONE_OF_US = { type: 'WINDLASS', name: 'Windlass' } as const;
const pilotOf = ({ releasePilotId: id }: Progress, others: string): On =>
  id === undefined ? { type: 'PERSON', name: others } : { type: 'PERSON', id, name: `the release pilot, or ${others}` };

const inWords = (state: string): string => state.toLowerCase().replaceAll('_', ' ');
const listed = (items: readonly On[]): string =>
  items.map(({ name, state }) => (state === undefined ? name : `${name} (${inWords(state)})`)).join(', ');

const onBuilds = (pipelines: readonly BuildProgress[], nameOf: NameOf): On[] =>
  pipelines.map(({ pipelineIntegrationId: id, buildNumber, buildStatus: state }) => ({
    type: 'PIPELINE',
    id,
    name: buildNumber === undefined ? nameOf(id) : `${nameOf(id)} ${buildNumber}`,
    state,
  }));

const onTargets = (targets: readonly TargetProgress[], nameOf: NameOf, stateOf: (target: TargetProgress) => string) =>
  targets.map(
    (target): On => ({
      type: 'TARGET',
      id: target.targetIntegrationId,
      name: nameOf(target.targetIntegrationId),
      state: stateOf(target),
    }),
  );

const statusOf = ({ targetStatus }: TargetProgress): string => targetStatus;
const rolloutOf = ({ rolloutState, rolloutPercentage }: TargetProgress): string =>
  rolloutPercentage === undefined ? `${rolloutState}` : `${rolloutState} at ${rolloutPercentage} %`;

const wantedOf = ({ storeWanted, rolloutWanted, targetStatus }: TargetProgress): string =>
  (storeWanted ?? rolloutWanted)?.action ?? targetStatus;

const TO_RELEASE =
  'POST …/targets/{id}/release if the store allows it, …/refresh to ask it, POST …/targets/{id}/status to report the release';

/** The work in the stores themselves comes first. */
const todoAt = (targets: readonly TargetProgress[], routes: string): string =>
  [...new Set(targets.flatMap(({ leftToDo }) => leftToDo ?? [])), routes].join('; ');

type Words = Pick<WaitsForView, 'on' | 'text' | 'todo'>;

/** A rejected cycle is final: the next cycle asks again. */
function rejectedSignOff({ signOffRejection: no, regressionCycle, branchRelease, ...release }: Progress) {
  if (no?.cycle !== regressionCycle) return undefined;
  return {
    on: [pilotOf(release as Progress, 'any developer')],
    text: `Waits for the next cycle: ${no.by} does not sign off cycle ${no.cycle}${no.comment === undefined ? '' : `: ${no.comment}`}.`,
    todo: `Push the fix to ${branchRelease ?? 'the release branch'}, then POST …/regression-cycles`,
  };
}

/** Paths are relative to the release's path. */
const WORDS: Readonly<Record<WaitsFor, (release: Progress, nameOf: NameOf) => Words>> = {
  KICKOFF: (release) => ({
    on: [pilotOf(release, 'any developer')],
    text: 'Waits for its kickoff.',
    todo: 'POST …/kickoff',
  }),
  PLANNED_DATE: ({ plannedDate = '' }) => ({
    on: [{ type: 'DATE', name: plannedDate }],
    text: `Kicks off at ${plannedDate}.`,
    todo: 'POST …/kickoff to begin now, PATCH plannedDate for another date',
  }),
  COMMITS: ({ branchRelease = 'the release branch', pipelines }) => ({
    on: [{ type: 'PERSON', name: 'the author of the fix' }],
    text: `Waits for a commit: ${branchRelease} has no commits beyond its base.`,
    todo: `Push the fix to ${branchRelease}, or ${pipelines.length > 0 ? 'POST …/pipelines/{id}/trigger {"force":true} to build without one' : 'POST …/cancel'}`,
  }),
  BUILDS: ({ pipelines }, nameOf) => {
    const on = onBuilds(
      pipelines.filter(({ buildStatus }) => buildStatus !== 'SUCCESS'),
      nameOf,
    );
    return {
      on,
      text: `Waits for builds: ${listed(on)}.`,
      todo: 'POST …/pipelines/{id}/refresh to ask CI, POST …/pipelines/{id}/status to report the end of a build',
    };
  },
  FAILED_BUILDS: ({ pipelines }, nameOf) => {
    const on = onBuilds(pipelines.filter(hasEndedBadly), nameOf);
    return { on, text: `Waits for another build: ${listed(on)}.`, todo: 'POST …/pipelines/{id}/trigger' };
  },
  SIGN_OFF: (release) =>
    rejectedSignOff(release) ?? {
      on: [pilotOf(release, 'a lead')],
      text: `Waits for the sign-off of cycle ${release.regressionCycle}.`,
      todo: 'GET /approvals?status=PENDING, then POST /approvals/{id}/decisions',
    },
  HOTFIX: ({ blockedByReleaseId: id, blockedByReleaseKey: name = 'a hotfix' }) => ({
    on: [{ type: 'RELEASE', ...(id === undefined ? {} : { id }), name }],
    text: `Waits for ${name}, which goes to the stores first.`,
  }),
  SUBMISSION: (release, nameOf) => {
    const { targets, manualSubmission, submitAt } = release;
    const isBlocked = targets.some((target) => isUnsubmitted(target) && target.inTheWay);
    const on = onTargets(targets.filter(isUnsubmitted), nameOf, ({ targetStatus, inTheWay }) =>
      inTheWay === undefined ? targetStatus : `${inTheWay.version} is in the way`,
    );
    const todo = 'POST …/targets/{id}/submit';
    const when = submitAt === undefined ? '' : ` at ${submitAt}`;
    if (lacksNotes(release) && !isBlocked) {
      const byHand = manualSubmission && submitAt === undefined;
      const then = byHand ? 'and then to be submitted by hand' : `to be submitted${when}`;
      const text = `Waits for release notes that a person writes, ${then}: ${listed(on)}.`;
      return { on, text, todo: `PUT …/notes/{locale} writes them; ${todo} goes without` };
    }
    return {
      on,
      text: `Waits to be submitted${isBlocked ? '' : when}: ${listed(on)}.`,
      todo: isBlocked ? `${todo} {"inTheWay":"WITHDRAW"} takes the other version back first` : todo,
    };
  },
  TARGETS: ({ targets }, nameOf) => {
    const about = undecided(targets);
    const on = onTargets(about, nameOf, statusOf);
    const areReplaced = about.every(({ targetStatus }) => targetStatus === 'REPLACED');
    return {
      on,
      text: `Waits for a decision: ${listed(on)}.`,
      todo: areReplaced
        ? 'POST …/regression-cycles {"force":true} requests another build, POST …/cancel ends the release'
        : 'POST …/targets/{id}/submit submits the same build again, POST …/regression-cycles requests another',
    };
  },
  STORES: ({ status, targets }, nameOf) => {
    if (status === 'CANCELLED') {
      const on = onTargets(targets.filter(isAsked), nameOf, wantedOf);
      return {
        on,
        text: `Cancelled; waits for the answers of the stores: ${listed(on)}.`,
        todo: 'POST …/targets/{id}/status to report the state in a store',
      };
    }
    const reviewed = targets.filter(isInReview);
    const on = onTargets(reviewed, nameOf, ({ storeState, targetStatus }) => storeState ?? targetStatus);
    return {
      on,
      text: `Waits for the stores: ${listed(on)}.`,
      todo: todoAt(
        reviewed,
        'POST …/targets/{id}/refresh to ask the store, POST …/targets/{id}/status to report its answer',
      ),
    };
  },
  STORE_RELEASE: ({ targets }, nameOf) => {
    const approved = targets.filter((target) => isApproved(target) && !isRollingOut(target));
    const on = onTargets(approved, nameOf, ({ releaseAt, targetStatus }) =>
      releaseAt === undefined ? targetStatus : `goes out at ${releaseAt}`,
    );
    return { on, text: `Approved, waits to go out: ${listed(on)}.`, todo: todoAt(approved, TO_RELEASE) };
  },
  ROLLOUT: ({ targets }, nameOf) => {
    const stopped = targets.filter(isStopped);
    const isOver = stopped.length > 0;
    const about = isOver ? stopped : targets.filter(isRollingOut);
    const on = onTargets(about, nameOf, rolloutOf);
    return {
      on,
      text: `${isOver ? 'Its rollout has stopped' : 'Rolls out'}: ${listed(on)}.`,
      todo: todoAt(
        about,
        isOver
          ? 'POST …/targets/{id}/rollout/resume resumes it, POST …/regression-cycles requests another build'
          : 'POST …/targets/{id}/rollout, …/rollout/complete, …/rollout/halt',
      ),
    };
  },
  RESUME: (release) => ({
    on: [{ type: 'PERSON', name: 'any developer' }],
    text: release.pauseError === undefined ? 'Paused.' : `Paused: ${release.pauseError}`,
    todo: release.pauseReason === 'TASK_FAILURE' ? 'POST …/retry' : 'POST …/resume',
  }),
  SERVICE: ({ waitsNote = '' }) => ({ on: [ONE_OF_US], text: waitsNote }),
  WINDLASS: () => ({ on: [ONE_OF_US], text: 'Windlass is at work on it.' }),
};

/** For lists, from the stored wait. */
export const viewWaitKept = ({ waitsFor, waitsSince }: Pick<Progress, 'waitsFor' | 'waitsSince'>) =>
  waitsFor === undefined || waitsSince === undefined ? null : { what: waitsFor, since: waitsSince };

/** For the release itself, from its present state. Null for a release that has ended. */
export function viewWait(release: Progress, nameOf: NameOf): WaitsForView | null {
  const now = waitOf(release);
  if (now === undefined) return null;
  const what = now === 'WINDLASS' && release.waitsFor === 'SERVICE' ? 'SERVICE' : now;
  const isKept = what === release.waitsFor;
  return {
    what,
    since: (isKept ? release.waitsSince : undefined) ?? release.updatedAt ?? '',
    ...WORDS[what](release, nameOf),
  };
}

type Stored = Readonly<Record<string, unknown>>;

/** The release and its parts among the items of its partition, for readers without a repository. */
export function partsOf(items: readonly Stored[]) {
  const of = (word: string) => items.filter(({ sk }) => String(sk).startsWith(word));
  return { release: items.find(({ sk }) => sk === releaseKeys.sk), targets: of('TARGET#'), pipelines: of('PIPELINE#') };
}

/** The wait to tell in a chat; undefined while tasks run. */
export function personsWait(items: readonly Stored[], nameOf: NameOf): WaitsForView | undefined {
  const { release, ...parts } = partsOf(items);
  const whole = { isPaused: false, regressionCycle: 0, ...release, ...parts };
  const wait = viewWait(whole as unknown as Progress, nameOf);
  return wait === null || wait.what === 'WINDLASS' ? undefined : wait;
}
