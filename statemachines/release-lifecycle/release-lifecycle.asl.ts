// The definition of release-lifecycle. README.md draws it and says how long it waits and retries.
import type { StepName, WaitName } from '../../entities/releases/lifecycle/status.model.ts';
import type { manifest as approvalsManifest } from '../../functions/approvals/manifest.ts';
import type { manifest as releasesManifest } from '../../functions/releases/manifest.ts';
import { type Choice, type ForEach, type Machine, type Task, tasksOf } from '../_asl.ts';
import { catchAll, catchAllAsError, SERVICE, TRANSIENT, TRANSIENT_IN_WAIT } from '../_policies.ts';

const INPUT = ['tenantId', 'releaseId'];
const releases = tasksOf<typeof releasesManifest>('releases', INPUT, 150);
const approvals = tasksOf<typeof approvalsManifest>('approvals', INPUT, 150);
type TaskName = Parameters<typeof releases.run>[0];

const PAUSE = catchAllAsError('PauseAfterFailure');
const STATED = {
  error: '{% $states.errorOutput %}',
  stated: '{% $parse($parse($states.errorOutput.Cause).errorMessage) %}',
};
const WAIT_STATED = ['integration.wait_stated'];
/** No service has been waited for since the last one served. */
const SERVED = { waits: 0, waited: 0 };
const PLAN = { plan: '{% $states.result.Payload %}' };

/** A task that answers the next step. */
const step = (task: TaskName, Comment: string, more: Partial<Task> & { payload?: object } = {}): Task =>
  releases.run(task, Comment, {
    ...{ Retry: [TRANSIENT], Catch: [PAUSE], Assign: PLAN, Next: 'RouteByStep' },
    ...(more as object),
  });

/** As `step`, with calls to a service, which may state a time to wait for. */
const serviceStep = (task: TaskName, Comment: string): Task =>
  step(task, Comment, {
    Retry: [SERVICE, TRANSIENT],
    Catch: [{ ErrorEquals: WAIT_STATED, Assign: STATED, Next: 'IsWaitShort' }, PAUSE],
    Assign: { ...PLAN, ...SERVED },
  });

interface WaitOptions {
  readonly seconds?: string;
  /** The state that a wait goes on to when its time is over; without it the release pauses. */
  readonly afterwards?: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** Waits by token until an event makes the wait pointless; the answer is the next step. */
const waitFor = (
  wait: WaitName,
  Comment: string,
  { seconds = 'plan.waitSeconds', afterwards, payload }: WaitOptions = {},
): Task =>
  releases.wait('awaitChange', Comment, `{% $${seconds} %}`, {
    payload: { wait, ...payload },
    Retry: [TRANSIENT_IN_WAIT],
    Catch: [...(afterwards === undefined ? [] : [{ ErrorEquals: ['States.Timeout'], Next: afterwards }]), PAUSE],
    Assign: { plan: '{% $states.result %}' },
    Next: 'RouteByStep',
  });

interface EachOptions {
  readonly items: string;
  readonly as: string;
  readonly state: string;
  readonly task: TaskName;
  readonly does: string;
  readonly putOff: string;
  readonly Retry?: readonly (typeof SERVICE)[];
  readonly Next: string;
}

/** A task for each of `items`; one whose service states a time does not hold the others up. */
const forEach = (
  Comment: string,
  { items, as, state, task, does, putOff, Retry = [], Next }: EachOptions,
): ForEach => ({
  Type: 'Map',
  Comment,
  Items: `{% $plan.${items} %}`,
  ItemSelector: { [as]: '{% $states.context.Map.Item.Value %}' },
  MaxConcurrency: 5,
  ItemProcessor: {
    ProcessorConfig: { Mode: 'INLINE' },
    StartAt: state,
    States: {
      [state]: releases.run(task, does, {
        payload: { [as]: `{% $states.input.${as} %}` },
        Retry: [...Retry, SERVICE, TRANSIENT],
        Catch: [{ ErrorEquals: WAIT_STATED, Output: STATED, Next: putOff }],
        End: true,
      }),
      [putOff]: {
        Type: 'Pass',
        Comment: 'Its service stated when it may be asked again; the others go on.',
        End: true,
      },
    },
  },
  Catch: [PAUSE],
  Assign: { putOff: '{% [$states.result[$exists(stated)]] %}' },
  Next,
});

const longest = (member: string): string =>
  `{% $sort($putOff, function($one, $other) { $one.stated.seconds < $other.stated.seconds })[0].${member} %}`;

const hasPutOff = (Default: string): Choice => ({
  Type: 'Choice',
  Comment: 'The longest of the stated times is waited for.',
  Choices: [
    {
      Condition: '{% $count($putOff) > 0 %}',
      Assign: { error: longest('error'), stated: longest('stated') },
      Next: 'IsWaitShort',
    },
  ],
  Assign: SERVED,
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

const waited = '$max([$stated.seconds, $min([300, $power(2, $waits)])])';
const BUSY = {
  ErrorEquals: ['integration.busy'],
  IntervalSeconds: 3,
  BackoffRate: 1.5,
  MaxAttempts: 150,
  MaxDelaySeconds: 20,
  JitterStrategy: 'FULL',
} as const;

export const machine: Machine = {
  Comment:
    'The life of one release, from KICKOFF_PENDING to RELEASED. Every task answers the next step, computed from the stored state alone, so an execution may be stopped, lost, redriven or replaced at any point.',
  QueryLanguage: 'JSONata',
  StartAt: 'BeginLifecycle',
  States: {
    BeginLifecycle: {
      Type: 'Pass',
      Comment: 'No service has been waited for yet.',
      Assign: SERVED,
      Next: 'PlanNextStep',
    },
    PlanNextStep: step('planNextStep', 'Where is this release? Also how a replacement execution carries on.'),
    RouteByStep: {
      Type: 'Choice',
      Comment: 'One branch per step of entities/releases/status.model.ts.',
      Choices: Object.entries(ROUTES).map(([name, Next]) => ({ Condition: `{% $plan.step = '${name}' %}`, Next })),
      Default: 'UnknownStep',
    },
    WaitForKickoff: waitFor('KICKOFF', 'KICKOFF_PENDING: until a person kicks off, or plannedDate comes.', {
      payload: { wakeAt: '{% $plan.wakeAt %}' },
      afterwards: 'KickOffPlanned',
    }),
    KickOffPlanned: step('kickOffPlanned', 'plannedDate has come.'),
    CutReleaseBranch: serviceStep('cutReleaseBranch', 'PENDING: branchRelease from baseBranch.'),
    CreateEpics: serviceStep('createEpics', 'PENDING: an epic per platform.'),
    StartRelease: step('startRelease', 'PENDING to STARTED.'),
    LookForCommits: step('lookForCommits', 'Has the branch of a hotfix anything that its base has not?', {
      payload: { waitingSince: '{% $plan.waitingSince %}' },
      Next: 'WaitForCommits',
    }),
    WaitForCommits: waitFor(
      'COMMITS',
      'A hotfix with nothing new: until somebody pushes the fix, or wants a build all the same.',
      { seconds: 'plan.lookSeconds', afterwards: 'LookForCommits' },
    ),
    RequestBuilds: step('requestBuilds', 'Commits were pushed to a hotfix past its builds: want new ones.'),
    ForEachPipeline: forEach('STARTED or a new cycle: start the wanted builds.', {
      ...{ items: 'pipelines', as: 'pipelineIntegrationId', state: 'TriggerBuild', task: 'triggerBuild' },
      does: 'Start one build; a repetition finds the build it started.',
      putOff: 'BuildPutOff',
      Next: 'HasBuildsPutOff',
    }),
    HasBuildsPutOff: hasPutOff('WaitForBuilds'),
    WaitForBuilds: waitFor('BUILDS', 'Until CI has reported every build a success, or new builds are wanted.', {
      seconds: 'plan.lookSeconds',
      afterwards: 'LookAtBuilds',
    }),
    LookAtBuilds: step('lookAtBuilds', 'Nothing was heard of the builds: ask the CI services.', {
      payload: { waitingSince: '{% $plan.waitingSince %}' },
      Next: 'WaitForBuilds',
    }),
    StartRegression: step(
      'startRegression',
      'To REGRESSION_IN_PROGRESS: the first cycle, or the next one after a rejection.',
    ),
    ListCommits: serviceStep(
      'listCommits',
      'REGRESSION_IN_PROGRESS: what is new on branchRelease since the cycle before.',
    ),
    RequestSignOff: approvals.run('requestSignOff', 'Ask the pilot or a lead to sign the cycle off.', {
      Retry: [TRANSIENT],
      Catch: [PAUSE],
      Next: 'WaitForSignOff',
    }),
    WaitForSignOff: waitFor('SIGN_OFF', 'Until the cycle is signed off, or new builds open the next one.'),
    WaitForHotfix: waitFor(
      'HOTFIX',
      'Signed off: until the hotfix of this service that goes first is out or given up.',
    ),
    SubmitRelease: serviceStep('submitRelease', 'To BUILD_SUBMITTED.'),
    ForEachTarget: forEach('BUILD_SUBMITTED: hand each target to its store.', {
      ...{ items: 'targets', as: 'targetIntegrationId', state: 'SubmitTarget', task: 'submitTarget' },
      does: 'Submit one target; a repetition finds its submission.',
      putOff: 'SubmissionPutOff',
      Retry: [BUSY],
      Next: 'HasTargetsPutOff',
    }),
    HasTargetsPutOff: hasPutOff('WaitForStores'),
    WaitForStores: waitFor(
      'STORES',
      'Until every target is released or one is rejected, or until it is time to look.',
      {
        afterwards: 'LookAtStores',
      },
    ),
    LookAtStores: step('lookAtStores', 'Nothing was heard for a while: asks each store how the release stands.'),
    PublishRelease: serviceStep('publishRelease', 'Tag and release notes, before the release counts as released.'),
    CompleteRelease: step('completeRelease', 'BUILD_SUBMITTED to RELEASED.'),
    IsWaitShort: {
      Type: 'Choice',
      Comment: 'Up to an hour in all, and twelve waits; after that people are told until when.',
      Choices: [
        {
          Condition: '{% $waits < 12 and $waited + $stated.seconds <= 3600 %}',
          Assign: {
            waits: '{% $waits + 1 %}',
            waited: `{% $waited + ${waited} %}`,
            waitSeconds: `{% ${waited} %}`,
          },
          Next: 'WaitForService',
        },
      ],
      Default: 'PauseAfterFailure',
    },
    WaitForService: waitFor('SERVICE', 'As long as the service stated, or until the release is cancelled.', {
      payload: { wakeAt: '{% $stated.until %}', reason: '{% $stated.message %}' },
      seconds: 'waitSeconds',
      afterwards: 'PlanNextStep',
    }),
    PauseAfterFailure: step(
      'pauseAfterFailure',
      'A task failed for good: pause with TASK_FAILURE; retry carries on at that task.',
      {
        payload: { error: '{% $error %}' },
        Catch: [catchAll('LifecycleFailed')],
        Assign: { ...PLAN, ...SERVED },
      },
    ),
    WaitForResume: waitFor('RESUME', 'Paused: until resumed, retried or cancelled.'),
    ReleaseFinished: { Type: 'Succeed', Comment: 'RELEASED or ARCHIVED.' },
    ReleaseWasCancelled: { Type: 'Succeed', Comment: 'CANCELLED: nothing is waited for any more.' },
    UnknownStep: {
      Type: 'Fail',
      Comment: 'A step that this definition does not know: the functions are newer. Start a new execution.',
      Error: 'release.unknown_step',
      Cause: "{% 'no branch for the step ' & $string($plan.step) %}",
    },
    LifecycleFailed: {
      Type: 'Fail',
      Comment: 'Not even the pause could be written; redrive when the table is back.',
      Error: 'release.lifecycle_failed',
      Cause: 'The release could not be paused after a failed task',
    },
  },
};
