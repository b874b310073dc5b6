// The way of a release: the steps behind it with their times, the present one, and those ahead. Pure.
import type { Release } from './seen.ts';

type Status = Release['status'];

const WAY: readonly Status[] = [
  'KICKOFF_PENDING',
  'PENDING',
  'STARTED',
  'REGRESSION_IN_PROGRESS',
  'BUILD_SUBMITTED',
  'RELEASED',
];

export interface Step {
  readonly status: Status;
  readonly place: 'done' | 'now' | 'ahead';
  /** Undefined for a step ahead, and for those of a release that an earlier version of Windlass took there. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** A release that was cancelled has only the steps that it came to; a hotfix has no regression. */
function statusesOf({
  status,
  steps,
  releaseType,
}: Pick<Release, 'status' | 'steps' | 'releaseType'>): readonly Status[] {
  const reached = steps.map((step) => step.status);
  if (reached.includes('CANCELLED')) return reached;
  const way = WAY.filter((step) => releaseType !== 'HOTFIX' || step !== 'REGRESSION_IN_PROGRESS');
  if (status === 'CANCELLED') return [...way.slice(0, -1), status];
  return way.includes(status) ? way : [...way, status];
}

export function wayOf(release: Pick<Release, 'status' | 'steps' | 'releaseType'>): readonly Step[] {
  const statuses = statusesOf(release);
  const now = statuses.indexOf(release.status);
  return statuses.map((status, index) => {
    const at = release.steps.findIndex((step) => step.status === status);
    const [since, until] = [release.steps[at]?.since, at < 0 ? undefined : release.steps[at + 1]?.since];
    return { status, place: index < now ? 'done' : index === now ? 'now' : 'ahead', since, until };
  });
}
