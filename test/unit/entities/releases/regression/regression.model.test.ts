// Another build, for a store that has the one before: every status of a target, and every way to ask for the build.
import { describe, expect, it } from 'vitest';
import { TARGET_STATUSES, type TargetStatus } from '../../../../../entities/releases/lifecycle/status.model.ts';
import {
  openCycle,
  requestBuild,
  startRegression,
} from '../../../../../entities/releases/regression/regression.model.ts';
import type { WholeRelease } from '../../../../../entities/releases/release.view.ts';
import { samplePipeline, sampleRelease, sampleTarget } from '../release-samples.ts';

const newTrigger = () => 'trigger';
const built = { buildStatus: 'SUCCESS', triggered: true } as const;

/** In regression again: one store has a build of its pipeline, the other nothing to do with it. */
const whole = (targetStatus: TargetStatus): WholeRelease => ({
  release: sampleRelease({ status: 'REGRESSION_IN_PROGRESS', regressionCycle: 2 }),
  targets: [
    sampleTarget({ targetStatus, buildNumber: '7', rolloutState: 'ROLLING_OUT', rolloutPercentage: 10 }),
    sampleTarget({ targetIntegrationId: 'store-2', targetStatus: 'SUBMITTED' }),
  ],
  pipelines: [
    samplePipeline(built),
    samplePipeline({ ...built, pipelineIntegrationId: 'ci-2', targetIntegrationId: 'store-2' }),
  ],
});
const WAYS = {
  requestBuild: (release: WholeRelease) => requestBuild(release, release.pipelines[0] as never, newTrigger),
  openCycle: (release: WholeRelease) => openCycle(release, { pipelines: ['ci-1'], force: true }, newTrigger),
};
/** In these statuses, the store's version is out of date after another build. */
const AGAIN: readonly TargetStatus[] = ['SUBMITTED', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'REPLACED', 'FAILED'];

/** Of what became of the build before, nothing is left. */
const LEFT_BEHIND = [
  ...[
    'submitRequestedAt',
    'rejectionNeeds',
    'failureReason',
    'withdrawnAt',
    'withdrawnFor',
    'replacedAt',
    'replacedBy',
  ],
  ...['inTheWay', 'storeWanted', 'storeError', 'leftToDo', 'rejectedBuildNumber'],
];

describe.each(Object.entries(WAYS))('%s', (_, ask) => {
  it('of a target that is RELEASED is refused: its users keep the version', () => {
    expect(() => ask(whole('RELEASED'))).toThrow(
      expect.objectContaining({ code: 'release.target_illegal_transition' }),
    );
  });

  it.each(TARGET_STATUSES.filter((status) => status !== 'RELEASED'))('of a target that is %s', (targetStatus) => {
    const move = ask(whole(targetStatus));
    expect([...(move?.pipelines.keys() ?? [])]).toEqual(['ci-1']);
    expect([...(move?.targets ?? [])]).toEqual(
      AGAIN.includes(targetStatus)
        ? [
            [
              'store-1',
              {
                targetStatus: 'BUILDING',
                buildNumber: undefined,
                rolloutState: undefined,
                rolloutPercentage: undefined,
                rolloutPausedDays: undefined,
                rolloutWanted: undefined,
                rolloutError: undefined,
                ...Object.fromEntries(LEFT_BEHIND.map((name) => [name, undefined])),
              },
            ],
          ]
        : [],
    );
  });
});

describe('startRegression', () => {
  it('opens the next cycle for a store that rejects while the release is in regression for another', () => {
    const move = startRegression(whole('REJECTED'), newTrigger);
    expect(move.release).toEqual({ status: 'REGRESSION_IN_PROGRESS', regressionCycle: 3 });
    expect([[...move.targets.keys()], [...move.pipelines.keys()]]).toEqual([['store-1'], ['ci-1']]);
  });

  it('builds what was rejected again, and nothing of its rollout is left', () => {
    const release = { ...whole('REJECTED'), release: sampleRelease({ status: 'BUILD_SUBMITTED' }) };
    const { targets } = startRegression(release, newTrigger);
    expect([...targets.keys()]).toEqual(['store-1']);
    expect(targets.get('store-1')).toMatchObject({ targetStatus: 'BUILDING', rolloutState: undefined });
  });
});
