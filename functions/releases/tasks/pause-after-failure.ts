// Pauses a release whose task failed for good, with the error in words for people; `retry` goes on at that task.
import { cutTo } from '../../../entities/_base/text.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { nameTag } from '../../../entities/integrations/types/tag-format.model.ts';
import { METRICS } from '../../../entities/names.ts';
import { ReleasePaused } from '../../../entities/releases/events.ts';
import { pause } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import type { StepName } from '../../../entities/releases/lifecycle/next-step.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { count } from '../../_kit/metrics.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { failedIn, type TaskFailure, taskFailure, wordsOf } from '../../_kit/workflow/task.ts';
import { auditOf, factsOf } from '../deps.ts';
import { type NextStep, nextStepOf } from '../workflow/next-step.ts';
import { callerOf, loadWhole, nextStepAfter, releaseInput, type TaskDeps } from './step.ts';

/** The time of all retries of a task and its calls (statemachines/release-lifecycle, "When services fail"). */
const TRIED = ' for two minutes';
const PASSING: readonly string[] = ['integration.unavailable', 'integration.rate_limited'];
const MOST = 400;

type Doing = (release: ReleaseItem, tag: string) => string;
const branch: Doing = ({ branchRelease }) => branchRelease;

const DOING: Readonly<Partial<Record<StepName, Doing>>> = {
  CUT_BRANCH: (release, tag) => `Cutting ${branch(release, tag)}`,
  CREATE_EPICS: () => 'Creating the epics',
  AWAIT_COMMITS: (release, tag) => `Looking for commits on ${branch(release, tag)}`,
  REQUEST_BUILDS: () => 'Requesting builds',
  TRIGGER_BUILDS: () => 'Starting the builds',
  AWAIT_BUILDS: () => 'Waiting for the builds',
  LIST_COMMITS: (release, tag) => `Reading the commits of ${branch(release, tag)}`,
  REQUEST_SIGN_OFF: () => 'Asking for the sign-off',
  SUBMIT: () => 'Submitting the release',
  SUBMIT_TARGETS: () => 'Submitting to the stores',
  AWAIT_STORES: () => 'Waiting for the stores',
  PUBLISH: (_, tag) => `Tagging ${tag}`,
};

/** `GitHub answered 500` of `GitHub answered 500 to GET /repos/…`: the address is of use in logs only. */
const withoutAddress = (message: string): string => message.replace(/ to (?:GET|POST|PUT|PATCH|DELETE) \S+/, '');

/** The name of the service, with which errors begin. */
const serviceIn = (message: string): string | undefined =>
  /^(.{2,40}?) (?:answered|did not|gave|refused|is )/.exec(message)?.[1];

async function tagOf({ tenantId, scmIntegrationId, service, version }: ReleaseItem, { integrations }: TaskDeps) {
  const scm = await integrations.get(tenantId, { kind: 'SCM', integrationId: scmIntegrationId });
  return nameTag((scm?.config as { tagFormat?: string } | undefined)?.tagFormat, { service, version });
}

/** The failure for people: the work that failed, the words of the service, and whether the failure may pass. */
async function failureInWords({ release }: WholeRelease, step: StepName, failure: TaskFailure, deps: TaskDeps) {
  const { code, message = code } = failedIn(failure);
  const said = withoutAddress(message);
  const isPassing = PASSING.includes(code);
  const tag = step === 'PUBLISH' ? await tagOf(release, deps) : '';
  const service = isPassing ? serviceIn(said) : undefined;
  return {
    ...{ step, code, isPassing },
    doing: DOING[step]?.(release, tag) ?? 'A task',
    message: `${cutTo(said.replace(/\.$/, ''), MOST)}${isPassing && !/retry after/.test(said) ? TRIED : ''}.`,
    ...(service === undefined ? {} : { service }),
  };
}

const input = releaseInput.extend({ error: taskFailure });

/** A cancelled release does not pause. The only task that it runs is the tagging of a version that users have. */
async function giveUp(whole: WholeRelease, error: string, caller: Caller, deps: TaskDeps): Promise<void> {
  const { release } = whole;
  if (nextStepOf(whole, caller.at).step !== 'PUBLISH') return;
  await deps.save(caller, {
    writes: [deps.releases.update(release, isoOf(caller.at), { publishError: error })],
    events: [],
    audit: auditOf(release, 'release.not_published', { error }),
  });
}

const ENDED = ['CLEAN_UP', 'FINISH', 'AWAIT_RESUME'];

export async function pauseAfterFailure(raw: unknown, deps: TaskDeps): Promise<NextStep> {
  const given = input.parse(raw);
  await retryOnConflict(async () => {
    const whole = await loadWhole(given, deps);
    const caller = callerOf(given, deps);
    const { step } = nextStepOf(whole, caller.at);
    if (ENDED.includes(step)) return;
    const { release } = whole;
    const error = wordsOf(given.error);
    const failure = await failureInWords(whole, step, given.error, deps);
    const facts = { ...factsOf(release), reason: 'TASK_FAILURE' as const, error, failure };
    if (release.status === 'CANCELLED') return giveUp(whole, error, caller, deps);
    await deps.save(caller, {
      writes: [deps.releases.update(release, isoOf(caller.at), pause(release, 'TASK_FAILURE', error))],
      events: [ReleasePaused.create(caller, release.releaseId, facts)],
      audit: auditOf(release, 'release.paused', { reason: 'TASK_FAILURE', step, error }),
    });
    count(METRICS.pausedByFailure, step, { tenantId: release.tenantId, releaseId: release.releaseId });
  });
  return nextStepAfter(given, deps);
}
