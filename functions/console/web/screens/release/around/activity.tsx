// The people and parts of Windlass that changed the release, and what each did, newest first.
import { useList } from '../../../app/data.ts';
import { Empty } from '../../../parts/loading.tsx';
import { Section } from '../../../parts/page.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { Time } from '../../../parts/time.tsx';

/** `release.kicked_off` becomes `Kicked off`. */
const deedOf = (action: string): string => {
  const words = action.slice(action.indexOf('.') + 1).replaceAll('_', ' ');
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/^Scm\b/, 'SCM');
};

export function Activity({ releaseId }: { readonly releaseId: string }) {
  const list = useList('GET /releases/{release}/activity', { params: { release: releaseId } });
  return (
    <Section title="Activity">
      <Listed what="entries" list={list} empty={<Empty title="Nothing happened yet." />}>
        {(items) => (
          <ul className="rows">
            {items.map(({ id, action, actor, at }) => (
              <li key={id}>
                <span>
                  {deedOf(action)} <span className="small">by {actor.name}</span>
                </span>
                <Time at={at} />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}
