// The definition of release-lifecycle. README.md draws it and lists its waits and retries.
import type { StepName, WaitName } from '../../entities/releases/lifecycle/next-step.model.ts';
import type { manifest as approvalsManifest } from '../../functions/approvals/manifest.ts';
import type { manifest as releasesManifest } from '../../functions/releases/manifest.ts';
import { type Choice, type ForEach, type Machine, type Task, type TaskRest, tasksOf } from '../_asl.ts';
import {
  catchAll,
  catchAllAsError,
  GIVE_UP,
  NO_WAITS,
  PUT_OFF,
  SERVICE,
  TRANSIENT,
  TRANSIENT_IN_WAIT,
  waitAnHour,
} from '../_policies.ts';

const INPUT = ['tenantId', 'releaseId'];
const releases = tasksOf<typeof releasesManifest>('releases', INPUT, 150);
const approvals = tasksOf<typeof approvalsManifest>('approvals', INPUT, 150);
type TaskName = Parameters<typeof releases.run>[0];

const PAUSE = catchAllAsError('PauseAfterFailure');
const NEXT = { next: '{% $states.result.Payload %}' };

/** A task that answers the next step. */
const step = (task: TaskName, Comment: string, more: Partial<TaskRest> = {}): Task =>
  releases.run(task, Comment, { Retry: [TRANSIENT], Catch: [PAUSE], Assign: NEXT, Next: 'RouteByStep', ...more });

const unlessPutOff = (waits: string) => `{% $exists($states.result.Payload.putOff) ? ${waits} : 0 %}`;

/** A step that calls a service, which may put it off. */
const serviceStep = (task: TaskName, Comment: string): Task =>
  step(task, Comment, {
    payload: { canWait: true },
    Retry: [SERVICE, TRANSIENT],
    Assign: { ...NEXT, waits: unlessPutOff('$waits'), waited: unlessPutOff('$waited') },
  });

interface WaitOptions {
  readonly seconds?: string;
  /** The state after the wait times out; without it the release pauses. */
  readonly afterwards?: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** Waits by token until an event ends the wait; the answer is the next step. */
const waitFor = (
  wait: WaitName,
  Comment: string,
  { seconds = 'next.waitSeconds', afterwards, payload }: WaitOptions = {},
): Task =>
  releases.wait('awaitChange', Comment, `{% $${seconds} %}`, {
    payload: { wait, ...payload },
    Retry: [TRANSIENT_IN_WAIT],
    Catch: [...(afterwards === undefined ? [] : [{ ErrorEquals: ['States.Timeout'], Next: afterwards }]), PAUSE],
    Assign: { next: '{% $states.result %}' },
    Next: 'RouteByStep',
  });

interface EachOptions {
  readonly items: string;
  readonly as: string;
  readonly state: string;
  readonly task: TaskName;
  readonly does: string;
  readonly Next: string;
}

/** A task for each of `items`; one that is put off does not delay the others. */
const forEach = (Comment: string, { items, as, state, task, does, Next }: EachOptions): ForEach => ({
  Type: 'Map',
  Comment,
  Items: `{% $next.${items} %}`,
  ItemSelector: { [as]: '{% $states.context.Map.Item.Value %}' },
  MaxConcurrency: 5,
  ItemProcessor: {
    ProcessorConfig: { Mode: 'INLINE' },
    StartAt: state,
    States: {
      [state]: releases.run(task, does, {
        payload: { [as]: `{% $states.input.${as} %}`, canWait: true },
        Retry: [SERVICE, TRANSIENT],
        Output: PUT_OFF,
        End: true,
      }),
    },
  },
  Catch: [PAUSE],
  Assign: { putOffs: '{% [$states.result[$exists(seconds)]] %}' },
  Next,
});

const LONGEST = '$sort($putOffs, function($one, $other) { $one.seconds < $other.seconds })[0]';

const hasPutOff = (Default: string): Choice => ({
  Type: 'Choice',
  Comment: 'Waits for the longest of the stated times.',
  Choices: [{ Condition: '{% $count($putOffs) > 0 %}', Assign: { putOff: `{% ${LONGEST} %}` }, Next: 'IsWaitShort' }],
  Assign: NO_WAITS,
  Default,
});

const ROUTES: Readonly<Record<StepName, string>> = {
  AWAIT_KICKOFF: 'WaitForKickoff',
  CUT_BRANCH: 'CutReleaseBranch',
  CREATE_EPICS: 'CreateEpics',
  START: 'StartRelease',
  AWAIT_COMMITS: 'LookForCommits',
  REQUEST_BUILDS: 'RequestBuilds',
  TRIGGER_BUILDS: 'ForEachPipeline',
  AWAIT_BUILDS: 'WaitForBuilds',
  START_REGRESSION: 'StartRegression',
  LIST_COMMITS: 'ListCommits',
  REQUEST_SIGN_OFF: 'RequestSignOff',
  AWAIT_HOTFIX: 'WaitForHotfix',
  SUBMIT: 'SubmitRelease',
  SUBMIT_TARGETS: 'ForEachTarget',
  AWAIT_STORES: 'WaitForStores',
  PUBLISH: 'PublishRelease',
  COMPLETE: 'CompleteRelease',
  AWAIT_RESUME: 'WaitForResume',
  CLEAN_UP: 'ReleaseWasCancelled',
  FINISH: 'ReleaseFinished',
};

export const machine: Machine = {
  Comment:
    'The life of one release, from KICKOFF_PENDING to RELEASED. Every task answers the next step, computed from the stored state alone, so an execution may be stopped, lost, redriven or replaced at any point.',
  QueryLanguage: 'JSONata',
  StartAt: 'BeginLifecycle',
  States: {
    BeginLifecycle: {
      Type: 'Pass',
      Comment: 'The number of waits for a service starts at 0.',
      Assign: NO_WAITS,
      Next: 'DecideNextStep',
    },
    DecideNextStep: step('decideNextStep', 'What is the next step? Also the start of a replacement execution.'),
    RouteByStep: {
      Type: 'Choice',
      Comment: 'A branch per step of entities/releases/lifecycle/status.model.ts, and one for a task that was put off.',
      Choices: [
        ...Object.entries(ROUTES).map(([name, Next]) => ({ Condition: `{% $next.step = '${name}' %}`, Next })),
        { Condition: '{% $exists($next.putOff) %}', Assign: { putOff: '{% $next.putOff %}' }, Next: 'IsWaitShort' },
      ],
      Default: 'UnknownStep',
    },
    WaitForKickoff: waitFor('KICKOFF', 'KICKOFF_PENDING: until a person kicks off, or until plannedDate.', {
      payload: { wakeAt: '{% $next.wakeAt %}' },
      afterwards: 'KickOffPlanned',
    }),
    KickOffPlanned: step('kickOffPlanned', 'plannedDate has come.'),
    CutReleaseBranch: serviceStep('cutReleaseBranch', 'PENDING: branchRelease from baseBranch.'),
    CreateEpics: serviceStep('createEpics', 'PENDING: create an epic per platform.'),
    StartRelease: step('startRelease', 'PENDING to STARTED.'),
    LookForCommits: step('lookForCommits', 'Does the branch of a hotfix have commits that its base lacks?', {
      payload: { waitingSince: '{% $next.waitingSince %}' },
      Next: 'WaitForCommits',
    }),
    WaitForCommits: waitFor(
      'COMMITS',
      'A hotfix without new commits: until the fix is pushed, or a person requests a build anyway.',
      { seconds: 'next.lookSeconds', afterwards: 'LookForCommits' },
    ),
    RequestBuilds: step('requestBuilds', 'A hotfix has commits that its builds lack: request new builds.'),
    ForEachPipeline: forEach('STARTED or a new cycle: trigger the requested builds.', {
      ...{ items: 'pipelines', as: 'pipelineIntegrationId', state: 'TriggerBuild', task: 'triggerBuild' },
      does: 'Trigger one build; a retry finds the build that it started.',
      Next: 'HasBuildsPutOff',
    }),
    HasBuildsPutOff: hasPutOff('WaitForBuilds'),
    WaitForBuilds: waitFor('BUILDS', 'Until CI reports success for every build, or new builds are requested.', {
      seconds: 'next.lookSeconds',
      afterwards: 'LookAtBuilds',
    }),
    LookAtBuilds: step('lookAtBuilds', 'No reports about the builds: ask the CI services.', {
      payload: { waitingSince: '{% $next.waitingSince %}' },
      Next: 'WaitForBuilds',
    }),
    StartRegression: step(
      'startRegression',
      'To REGRESSION_IN_PROGRESS: the first cycle, or the next one after a rejection.',
    ),
    ListCommits: serviceStep(
      'listCommits',
      'REGRESSION_IN_PROGRESS: list the new commits on branchRelease since the previous cycle.',
    ),
    RequestSignOff: approvals.run('requestSignOff', 'Ask the pilot or a lead to sign the cycle off.', {
      Retry: [TRANSIENT],
      Catch: [PAUSE],
      Next: 'WaitForSignOff',
    }),
    WaitForSignOff: waitFor('SIGN_OFF', 'Until the cycle is signed off, or new builds open the next cycle.'),
    WaitForHotfix: waitFor(
      'HOTFIX',
      'Signed off: until the hotfix of this service that overtakes it is released or cancelled.',
    ),
    SubmitRelease: serviceStep('submitRelease', 'To BUILD_SUBMITTED.'),
    ForEachTarget: forEach('BUILD_SUBMITTED: submit each target to its store.', {
      ...{ items: 'targets', as: 'targetIntegrationId', state: 'SubmitTarget', task: 'submitTarget' },
      does: 'Submit one target; a retry finds its submission.',
      Next: 'HasTargetsPutOff',
    }),
    HasTargetsPutOff: hasPutOff('WaitForStores'),
    WaitForStores: waitFor('STORES', 'Until every target is released, one is rejected, or a look is due.', {
      afterwards: 'LookAtStores',
    }),
    LookAtStores: step('lookAtStores', 'No reports for a while: ask each store for the state of the release.'),
    PublishRelease: serviceStep('publishRelease', 'Publish tag and release notes before the release becomes RELEASED.'),
    CompleteRelease: step('completeRelease', 'BUILD_SUBMITTED to RELEASED.'),
    IsWaitShort: {
      Type: 'Choice',
      Comment: 'At most an hour and twelve waits in all; after that the release pauses, with the reason and the time.',
      // Without a stated time: 1, 2, 4 … 256, 300, 300 and 300 s, 24 minutes in all.
      Choices: [waitAnHour(12, '$min([300, $power(2, $waits)])', 'WaitForService')],
      ...GIVE_UP,
      Default: 'PauseAfterFailure',
    },
    WaitForService: waitFor('SERVICE', 'Until the service may be asked again, or until the release is cancelled.', {
      payload: { waitSeconds: '{% $waitSeconds %}', reason: '{% $putOff.message %}' },
      seconds: 'waitSeconds',
      afterwards: 'DecideNextStep',
    }),
    PauseAfterFailure: step(
      'pauseAfterFailure',
      'A task failed after all retries: pause with TASK_FAILURE; a retry by a person continues at that task.',
      {
        payload: { error: '{% $error %}' },
        Catch: [catchAll('LifecycleFailed')],
        Assign: { ...NEXT, ...NO_WAITS },
      },
    ),
    WaitForResume: waitFor('RESUME', 'Paused: until resumed, retried or cancelled.'),
    ReleaseFinished: { Type: 'Succeed', Comment: 'RELEASED or ARCHIVED.' },
    ReleaseWasCancelled: { Type: 'Succeed', Comment: 'CANCELLED: nothing is left to wait for.' },
    UnknownStep: {
      Type: 'Fail',
      Comment: 'This definition does not know the step, because the functions are newer. Start a new execution.',
      Error: 'release.unknown_step',
      Cause: "{% 'no branch for the step ' & $string($next.step) %}",
    },
    LifecycleFailed: {
      Type: 'Fail',
      Comment: 'The pause could not be written; redrive when the table is available.',
      Error: 'release.lifecycle_failed',
      Cause: 'The release could not be paused after a failed task',
    },
  },
};
