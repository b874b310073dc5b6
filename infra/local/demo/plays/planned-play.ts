// The planned release: a build fails, App Review rejects, a second regression cycle takes up a cherry-picked fix, and a hotfix
// goes to the stores first.
import { reportBuild } from '../players/ci.ts';
import { push } from '../players/committer.ts';
import { askForRollout, requestBuild } from '../players/people.ts';
import { appStoreSays, decideReviews, reportTarget } from '../players/stores.ts';
import type { Reply } from '../scene.ts';
import { type At, type Play, pipelineOf, type Step, targetOf } from '../steps.ts';
import { MARKS } from './plot.ts';
import {
  approved,
  bodyOf,
  building,
  built,
  created,
  failed,
  isPast,
  kickedOff,
  type ReleaseOf,
  released,
  rolloutPlanned,
  started,
  storeBuild,
  withStores,
} from './release-steps.ts';

const FIRST_PERCENTAGE = 20;
const FIX = 'fix: open on an iPad (#31)';
const FEATURES = ['feat: pay in instalments (#27)', 'feat: split a bill (#29)'];

const written: Step = {
  what: 'features are pushed to main',
  async act({ scene }) {
    // App Review takes its time until it is told to decide.
    await decideReviews(scene, 'WAITING');
    for (const feature of FEATURES) await push(scene, 'main', feature);
  },
  line: `${FEATURES.length} features pushed to main`,
};

const submittedLine = (release: Reply): string =>
  `submitted: ${storeBuild(release, 'APP_STORE')}, ${storeBuild(release, 'PLAY_STORE')}`;

const rejected: Step = {
  what: 'App Review rejects',
  async act({ scene, release }) {
    await decideReviews(scene, 'REJECTED');
    await appStoreSays(scene, release, 'REJECTED');
    await decideReviews(scene, 'WAITING');
  },
  until: ({ regressionCycle }) => regressionCycle === 2,
  line: 'App Review rejects: App Store REJECTED',
  tone: 'bad',
};

const secondCycle: Step = {
  what: 'the second regression cycle takes up the fix',
  reads: 'GET /releases/{release}/regression-cycles',
  until: ({ items: [cycle] }) => cycle.number === 2 && cycle.headSha !== undefined,
  line: ({ items: [{ commits }] }) =>
    `REGRESSION_IN_PROGRESS, cycle 2, with ${commits.length} commit${commits.length === 1 ? '' : 's'}`,
};

/** Asks for a rollout that the hotfix forbids. Throws unless it is refused for that. */
async function askInVain({ scene, release, params }: At): Promise<void> {
  const { status, body } = await askForRollout(scene, params, release, {});
  if (status !== 409 || body.code !== 'release.held_back') throw new Error(`it was answered ${status} ${body.code}`);
}

const onSale: Step = {
  what: 'the App Store has the version on sale',
  async act({ scene, release }) {
    await decideReviews(scene, 'APPROVED');
    await appStoreSays(scene, release, 'READY_FOR_DISTRIBUTION');
  },
  until: (release) => targetOf(release, 'APP_STORE').targetStatus === 'RELEASED',
  line: 'App Store: approved and on sale',
  tone: 'good',
};

export const plannedPlay = (of: ReleaseOf): Play => ({
  name: 'PLANNED',
  steps: [
    written,
    created(
      (cast) =>
        bodyOf(of, cast, { releaseType: 'PLANNED', baseBranch: 'main', description: 'Instalments and split bills' }),
      'created from main: KICKOFF_PENDING',
    ),
    rolloutPlanned(FIRST_PERCENTAGE),
    kickedOff('kicked off by a developer: PENDING'),
    started(
      ({ branchRelease, iOSEpicId, androidEpicId }) =>
        `${branchRelease} cut, epics ${iOSEpicId} and ${androidEpicId}: STARTED`,
    ),
    building(['JENKINS', 'GITHUB_ACTIONS'], 'builds: iOS on Jenkins, Android on GitHub Actions'),
    built('GITHUB_ACTIONS'),
    failed('JENKINS'),
    building(['JENKINS'], 'a developer asks for the iOS build again', {
      act: ({ scene, release, params }) => requestBuild(scene, params, release, 'JENKINS'),
    }),
    built('JENKINS'),
    {
      what: 'the first regression cycle begins',
      until: ({ status }) => isPast(status, 'STARTED'),
      line: 'both are built: REGRESSION_IN_PROGRESS, cycle 1',
    },
    approved(),
    {
      what: 'the regression is signed off',
      until: ({ status }) => isPast(status, 'REGRESSION_IN_PROGRESS'),
      line: 'signed off: BUILD_SUBMITTED',
    },
    withStores(submittedLine, { mark: MARKS.planned.submitted }),
    {
      what: 'a fix is pushed to the release branch',
      after: MARKS.hotfix.building,
      act: ({ scene, release }) => push(scene, release.branchRelease, FIX),
      line: `cherry-picked to ${of.version}: "${FIX}"`,
    },
    rejected,
    secondCycle,
    building(['JENKINS', 'GITHUB_ACTIONS'], 'new builds: iOS by itself, Android when asked for', {
      act: ({ scene, release, params }) => requestBuild(scene, params, release, 'GITHUB_ACTIONS'),
    }),
    {
      what: 'both builds of the second cycle succeed',
      act: ({ scene, release }) =>
        Promise.all((['JENKINS', 'GITHUB_ACTIONS'] as const).map((type) => reportBuild(scene, release, type))),
      until: ({ pipelines }) => pipelines.every(({ buildStatus }: Reply) => buildStatus === 'SUCCESS'),
      line: (release) =>
        `iOS build ${pipelineOf(release, 'JENKINS').buildNumber} and Android build ` +
        `${pipelineOf(release, 'GITHUB_ACTIONS').buildNumber} succeeded`,
    },
    approved({ after: MARKS.hotfix.submitted }),
    {
      what: 'the hotfix holds the release back',
      until: ({ blockedBy }) => blockedBy !== undefined,
      line: ({ blockedBy }) => `signed off, but HELD BACK by ${blockedBy.releaseKey}`,
      tone: 'bad',
    },
    {
      what: 'a rollout that the hotfix forbids is refused',
      act: askInVain,
      line: 'released all the same? 409 release.held_back',
      mark: MARKS.planned.heldBack,
    },
    {
      what: 'the release is free again',
      after: MARKS.hotfix.released,
      until: ({ blockedBy, status }) => blockedBy === undefined && status !== 'REGRESSION_IN_PROGRESS',
      line: 'the hotfix is out, free again: BUILD_SUBMITTED',
    },
    withStores(submittedLine),
    onSale,
    {
      what: 'Google Play approves',
      act: ({ scene, release, params }) => reportTarget(scene, params, targetOf(release, 'PLAY_STORE'), 'APPROVED'),
      until: (release) => targetOf(release, 'PLAY_STORE').targetStatus === 'APPROVED',
      line: `Play Store: approved, ${FIRST_PERCENTAGE} % of the users have it`,
    },
    {
      what: 'Google Play has the version for all',
      act: ({ scene, release, params }) => askForRollout(scene, params, release, { percentage: 100 }),
      until: (release) => targetOf(release, 'PLAY_STORE').targetStatus === 'RELEASED',
      line: 'Play Store: rolled out to 100 %',
      tone: 'good',
    },
    released(({ tag }) => `RELEASED: tag ${tag}, notes published`),
  ],
});
