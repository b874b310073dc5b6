// The frame of the catalog's lists: a heading with links to the others.
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useTenant } from '../../app/tenant.tsx';
import { Page } from '../../parts/page.tsx';

const LISTS = ['Services', 'Repositories', 'Components'] as const;

interface CatalogPageProps {
  readonly title: (typeof LISTS)[number];
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function CatalogPage({ title, aside, children }: CatalogPageProps) {
  const { slug } = useTenant();
  return (
    <Page title={title} aside={aside}>
      <nav className="tabs" aria-label="Catalog">
        {LISTS.map((list) => (
          <NavLink key={list} to={`/${slug}/${list.toLowerCase()}`}>
            {list}
          </NavLink>
        ))}
      </nav>
      {children}
    </Page>
  );
}
