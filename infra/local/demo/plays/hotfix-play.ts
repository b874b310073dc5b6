// The hotfix: from the tag of the release before, on Google Play only, without regression; it rolls out in stages and is out
// before the planned release.
import { branch, push } from '../players/committer.ts';
import { askForRollout } from '../players/people.ts';
import { reportTarget } from '../players/stores.ts';
import { type Play, type Step, targetOf } from '../steps.ts';
import { MARKS } from './plot.ts';
import {
  bodyOf,
  building,
  built,
  created,
  isPast,
  kickedOff,
  type Over,
  type ReleaseOf,
  released,
  rolloutPlanned,
  started,
  storeBuild,
  withStores,
} from './release-steps.ts';

const FIRST_PERCENTAGE = 10;
const FIX = 'fix: never charge twice (#30)';

const rolledOut = (percentage: number): Step => ({
  what: `Google Play rolls out to ${percentage} %`,
  act: ({ scene, release, params }) => askForRollout(scene, params, release, { percentage }),
  until: (release) => targetOf(release, 'PLAY_STORE').rolloutPercentage === percentage,
  line: `Play Store: rolled out to ${percentage} %`,
});

export interface HotfixOf extends ReleaseOf {
  /** The version whose tag it is cut from. */
  readonly from: string;
  /** Its components, for environments. */
  readonly components?: Over['components'];
}

export const hotfixPlay = ({ from, components = [], ...of }: HotfixOf): Play => ({
  name: 'HOTFIX',
  steps: [
    {
      what: 'the fix is pushed to a branch of its own',
      after: MARKS.planned.submitted,
      async act({ scene }) {
        await branch(scene, `release/${of.version}`, `v${from}`);
        await push(scene, `release/${of.version}`, FIX);
      },
      line: `${from} charges twice! release/${of.version}, from v${from}: "${FIX}"`,
      tone: 'bad',
    },
    created(
      (cast) =>
        bodyOf(of, cast, {
          releaseType: 'HOTFIX',
          baseTag: `v${from}`,
          existingBranch: 'TAKE',
          targets: [cast.PLAY_STORE.id],
          pipelines: [cast.GITHUB_ACTIONS.id],
          description: 'Customers were charged twice',
          components,
        }),
      ({ baseTag }) => `created from ${baseTag}: KICKOFF_PENDING`,
    ),
    rolloutPlanned(FIRST_PERCENTAGE),
    kickedOff('kicked off by a developer: PENDING'),
    started(({ branchRelease, androidEpicId }) => `${branchRelease} found, epic ${androidEpicId}: STARTED`),
    building(['GITHUB_ACTIONS'], 'build: Android on GitHub Actions', { mark: MARKS.hotfix.building }),
    built('GITHUB_ACTIONS'),
    {
      what: 'regression is skipped',
      until: ({ status }) => isPast(status, 'STARTED'),
      line: 'no regression for a hotfix: BUILD_SUBMITTED',
    },
    withStores((release) => `submitted: ${storeBuild(release, 'PLAY_STORE')}`, {
      mark: MARKS.hotfix.submitted,
    }),
    {
      what: 'Google Play approves',
      after: MARKS.planned.heldBack,
      act: ({ scene, release, params }) => reportTarget(scene, params, targetOf(release, 'PLAY_STORE'), 'APPROVED'),
      until: (release) => targetOf(release, 'PLAY_STORE').targetStatus === 'APPROVED',
      line: `Play Store: approved, ${FIRST_PERCENTAGE} % of the users have it`,
    },
    rolledOut(50),
    rolledOut(100),
    released(({ tag }) => `RELEASED, first: tag ${tag}, notes published`, {
      mark: MARKS.hotfix.released,
    }),
  ],
});
