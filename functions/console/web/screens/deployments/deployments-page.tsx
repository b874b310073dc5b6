// The frame of the screens about deployments: a heading with links to the others.
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useTenant } from '../../app/tenant.tsx';
import { Page } from '../../parts/page.tsx';

const LISTS = [
  ['live', 'What is live'],
  ['promotions', 'Promotions'],
  ['automatic-promotions', 'Automatic promotions'],
  ['deployments', 'Deployments'],
  ['evidence', 'Evidence'],
] as const;

interface DeploymentsPageProps {
  readonly title: (typeof LISTS)[number][1];
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function DeploymentsPage({ title, aside, children }: DeploymentsPageProps) {
  const { slug } = useTenant();
  return (
    <Page title={title} aside={aside}>
      <nav className="tabs" aria-label="Deployments">
        {LISTS.map(([path, label]) => (
          <NavLink key={path} to={`/${slug}/${path}`}>
            {label}
          </NavLink>
        ))}
      </nav>
      {children}
    </Page>
  );
}
