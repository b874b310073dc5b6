// The frame of the lists of environments, freeze windows and agents: a heading with links to all three.
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useTenant } from '../../app/tenant.tsx';
import { Page } from '../../parts/page.tsx';

const LISTS = [
  ['environments', 'Environments'],
  ['freeze-windows', 'Freeze windows'],
  ['agents', 'Agents'],
] as const;

interface EnvironmentsPageProps {
  readonly title: (typeof LISTS)[number][1];
  readonly aside: ReactNode;
  readonly children: ReactNode;
}

export function EnvironmentsPage({ title, aside, children }: EnvironmentsPageProps) {
  const { slug } = useTenant();
  return (
    <Page title={title} aside={aside}>
      <nav className="tabs" aria-label="Environments">
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
