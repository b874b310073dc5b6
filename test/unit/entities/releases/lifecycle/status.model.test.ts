// The transitions of a release as a table: the statuses that it may go to.
import { describe, expect, it } from 'vitest';
import { routesToStatuses } from '../../../../../entities/releases/lifecycle/legal-routes.ts';
import {
  assertMayGoTo,
  legalStatuses,
  RELEASE_STATUSES,
  RELEASE_TYPES,
  type ReleaseStatus,
} from '../../../../../entities/releases/lifecycle/status.model.ts';

/** DOMAIN, "The lifecycle": leaves to. Bold rows of the table, for a release that is no HOTFIX. */
const LEGAL: Readonly<Record<ReleaseStatus, readonly ReleaseStatus[]>> = {
  KICKOFF_PENDING: ['PENDING', 'CANCELLED'],
  PENDING: ['STARTED', 'CANCELLED'],
  STARTED: ['REGRESSION_IN_PROGRESS', 'CANCELLED'],
  REGRESSION_IN_PROGRESS: ['BUILD_SUBMITTED', 'CANCELLED'],
  BUILD_SUBMITTED: ['RELEASED', 'REGRESSION_IN_PROGRESS', 'CANCELLED'],
  RELEASED: ['ARCHIVED'],
  CANCELLED: ['ARCHIVED'],
  ARCHIVED: [],
};

const pairs = RELEASE_STATUSES.flatMap((from) =>
  RELEASE_STATUSES.flatMap((to) => RELEASE_TYPES.map((releaseType) => ({ from, to, releaseType }))),
);

describe('a transition', () => {
  it.each(pairs)('$from -> $to of a $releaseType is as DOMAIN says', ({ from, to, releaseType }) => {
    const skipsRegression = releaseType === 'HOTFIX' && from === 'STARTED' && to === 'BUILD_SUBMITTED';
    const release = { status: from, releaseType };
    if (LEGAL[from].includes(to) || skipsRegression) {
      expect(() => assertMayGoTo(release, to)).not.toThrow();
      return;
    }
    expect(() => assertMayGoTo(release, to)).toThrow(
      expect.objectContaining({
        code: 'release.illegal_transition',
        status: 409,
        details: expect.objectContaining({ legal: routesToStatuses(legalStatuses(release)) }),
      }),
    );
  });

  it('names what would be legal in words', () => {
    expect(() => assertMayGoTo({ status: 'PENDING', releaseType: 'MAJOR' }, 'RELEASED')).toThrow(
      'A release in PENDING cannot go to RELEASED; it may go to STARTED or CANCELLED.',
    );
    expect(() => assertMayGoTo({ status: 'ARCHIVED', releaseType: 'MAJOR' }, 'PENDING')).toThrow('it stays so');
  });
});
