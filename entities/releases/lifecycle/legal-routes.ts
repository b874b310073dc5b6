// The legal routes that a refusal names, without the tenant's prefix. Pure.

interface Named {
  readonly releaseKey?: string | undefined;
}

/** `POST /releases/app%401.5.0/kickoff`; with the route's parameter if the releaseKey is unknown. */
export const releaseRoute = ({ releaseKey }: Named, path: string): string =>
  `POST /releases/${releaseKey === undefined ? '{release}' : encodeURIComponent(releaseKey)}/${path}`;

/** Only the workflow brings a release to the other statuses. */
const OF_STATUS: Readonly<Record<string, string>> = { PENDING: 'kickoff', CANCELLED: 'cancel', ARCHIVED: 'archive' };

const TARGET = 'targets/{integration}';
const OF_TARGET: Readonly<Record<string, string>> = {
  BUILDING: 'regression-cycles',
  SUBMITTED: `${TARGET}/submit`,
  WITHDRAWN: `${TARGET}/withdraw`,
  ...Object.fromEntries(
    ['APPROVED', 'REJECTED', 'FAILED', 'RELEASED'].map((status) => [status, `${TARGET}/status {"status":"${status}"}`]),
  ),
};
const OF_ROLLOUT: Readonly<Record<string, string>> = {
  ROLL_OUT: `${TARGET}/rollout`,
  PAUSE: `${TARGET}/rollout/pause`,
  RESUME: `${TARGET}/rollout/resume`,
  HALT: `${TARGET}/rollout/halt`,
  COMPLETE: `${TARGET}/rollout/complete`,
};

const routes =
  (known: Readonly<Record<string, string>>) =>
  (words: readonly string[], release: Named = {}): string[] =>
    words.flatMap((word) => (known[word] === undefined ? [] : [releaseRoute(release, known[word])]));

export const routesToStatuses = routes(OF_STATUS);
export const routesToTargetStatuses = routes(OF_TARGET);
export const routesOfRollout = routes(OF_ROLLOUT);
