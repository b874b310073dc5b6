// The runbooks that belong to what a screen shows, as links.
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';

interface RunbookLinksProps {
  readonly list: ReturnType<typeof useList<'GET /releases/{release}/runbooks' | 'GET /approvals/{approval}/runbooks'>>;
  /** Shown if there is none. */
  readonly empty: ReactNode;
}

export function RunbookLinks({ list, empty }: RunbookLinksProps) {
  const { slug } = useTenant();
  return (
    <Section title="Runbooks">
      <Listed what="runbooks" list={list} empty={empty}>
        {(items) => (
          <ul className="rows">
            {items.map(({ id, title }) => (
              <li key={id}>
                <Link to={`/${slug}/runbooks/${id}`}>{title}</Link>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}
