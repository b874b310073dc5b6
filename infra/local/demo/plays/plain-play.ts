// A release without incidents: created, kicked off, built, signed off, submitted, approved and released.
import { reportBuild } from '../players/ci.ts';
import { reportTarget } from '../players/stores.ts';
import type { Reply } from '../scene.ts';
import type { At, Play, Step } from '../steps.ts';
import {
  approved,
  bodyOf,
  building,
  created,
  isPast,
  kickedOff,
  type Over,
  type ReleaseOf,
  released,
  started,
  withStores,
} from './release-steps.ts';

const reportBoth = ({ scene, release }: At) =>
  Promise.all((['JENKINS', 'GITHUB_ACTIONS'] as const).map((type) => reportBuild(scene, release, type)));

const answered = (status: 'APPROVED' | 'RELEASED'): Step => ({
  what: `both stores say ${status}`,
  async act({ scene, release, params }) {
    for (const target of release.targets) await reportTarget(scene, params, target, status);
  },
  until: ({ targets }) => targets.every((target: Reply) => [status, 'RELEASED'].includes(target.targetStatus)),
  line: `both stores say ${status}`,
});

/** `over` changes what the release is created with. */
export const plainPlay = (of: ReleaseOf, over: Over = {}): Play => ({
  name: of.version,
  steps: [
    created(
      (cast) =>
        bodyOf(of, cast, {
          releaseType: 'PLANNED',
          baseBranch: 'main',
          description: `Sample release ${of.version}`,
          ...over,
        }),
      'created: KICKOFF_PENDING',
    ),
    kickedOff('kicked off: PENDING'),
    started(({ branchRelease }) => `branch ${branchRelease} cut: STARTED`),
    building(['JENKINS', 'GITHUB_ACTIONS'], 'builds triggered: iOS on Jenkins, Android on GitHub Actions'),
    {
      what: 'both builds succeed',
      act: reportBoth,
      until: ({ status }) => isPast(status, 'STARTED'),
      line: 'both builds succeeded: REGRESSION_IN_PROGRESS',
    },
    approved(),
    {
      what: 'the regression is signed off',
      until: ({ status }) => isPast(status, 'REGRESSION_IN_PROGRESS'),
      line: 'signed off: BUILD_SUBMITTED',
    },
    withStores(() => 'submitted to both stores'),
    answered('APPROVED'),
    answered('RELEASED'),
    released(({ tag }) => `RELEASED: tag ${tag}, notes published`),
  ],
});
