// The way of a release from its creation to its end: the step where it is, and since when and for how long it was in each.
import { Icon } from '../../parts/icon.tsx';
import { wordsOf } from '../../parts/status.tsx';
import { Lasted, Time } from '../../parts/time.tsx';
import type { Release } from './seen.ts';
import { type Step, wayOf } from './way.ts';

const ICONS = { done: 'good', now: 'moving', ahead: 'plain' } as const;

function When({ since, until }: Pick<Step, 'since' | 'until'>) {
  if (since === undefined) return null;
  return (
    <span className="small when">
      <Time at={since} />
      {until !== undefined && (
        <>
          , for <Lasted from={since} to={until} />
        </>
      )}
    </span>
  );
}

export const Steps = ({ release }: { readonly release: Release }) => (
  <ol className="steps" aria-label="Steps of the release">
    {wayOf(release).map(({ status, place, since, until }) => (
      <li key={status} className={place} aria-current={place === 'now' ? 'step' : undefined}>
        <Icon name={ICONS[place]} /> {wordsOf(status)}
        <When since={since} until={until} />
      </li>
    ))}
  </ol>
);
