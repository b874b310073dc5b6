// Why a task failed for good, in words for people: what it was doing, what the service said, and whether that passes.
import { nameTag } from '../../../entities/integrations/types/tag-format.model.ts';
import type { StepName } from '../../../entities/releases/lifecycle/status.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { failedIn, type TaskFailure } from '../../_kit/workflow/task.ts';
import type { BackgroundDeps } from '../deps.ts';

/** How long a task and its calls retry in all (statemachines/release-lifecycle, "When services fail"). */
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

/** `GitHub answered 500` of `GitHub answered 500 to GET /repos/…`: the address helps those who read logs. */
const withoutAddress = (message: string): string => message.replace(/ to (?:GET|POST|PUT|PATCH|DELETE) \S+/, '');

/** Errors begin with the service that they are about. */
const serviceIn = (message: string): string | undefined =>
  /^(.{2,40}?) (?:answered|did not|gave|refused|is )/.exec(message)?.[1];

async function tagOf({ tenantId, scmIntegrationId, service, version }: ReleaseItem, { integrations }: BackgroundDeps) {
  const scm = await integrations.get(tenantId, { kind: 'SCM', integrationId: scmIntegrationId });
  return nameTag((scm?.config as { tagFormat?: string } | undefined)?.tagFormat, { service, version });
}

export async function failureInWords(
  { release }: WholeRelease,
  step: StepName,
  failure: TaskFailure,
  deps: BackgroundDeps,
) {
  const { code, message = code } = failedIn(failure);
  const said = withoutAddress(message);
  const isPassing = PASSING.includes(code);
  const tag = step === 'PUBLISH' ? await tagOf(release, deps) : '';
  const service = isPassing ? serviceIn(said) : undefined;
  return {
    ...{ step, code, isPassing },
    doing: DOING[step]?.(release, tag) ?? 'A task',
    message: `${said.replace(/\.$/, '').slice(0, MOST)}${isPassing && !/retry after/.test(said) ? TRIED : ''}.`,
    ...(service === undefined ? {} : { service }),
  };
}
