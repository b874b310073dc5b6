// The way of a release from its creation to its end, with the step where it is.
import { Icon } from '../../parts/icon.tsx';
import { wordsOf } from '../../parts/status.tsx';
import type { Release } from './seen.ts';

const WAY = ['KICKOFF_PENDING', 'PENDING', 'STARTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED', 'RELEASED'] as const;

/** A hotfix has no regression; a cancelled or archived release has left the way. */
function wayOf({ releaseType, status }: Release): readonly string[] {
  const way = WAY.filter((step) => releaseType !== 'HOTFIX' || step !== 'REGRESSION_IN_PROGRESS');
  return status === 'CANCELLED' ? [...way.slice(0, -1), status] : status === 'ARCHIVED' ? [...way, status] : way;
}

export function Steps({ release }: { readonly release: Release }) {
  const way = wayOf(release);
  const now = way.indexOf(release.status);
  return (
    <ol className="steps" aria-label="Steps of the release">
      {way.map((step, index) => (
        <li
          key={step}
          className={index < now ? 'done' : index === now ? 'now' : 'ahead'}
          aria-current={index === now ? 'step' : undefined}
        >
          <Icon name={index < now ? 'good' : index === now ? 'moving' : 'plain'} /> {wordsOf(step)}
        </li>
      ))}
    </ol>
  );
}
