// The frame of the screens about people: their heading and the links between them.
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { Page } from '../../parts/page.tsx';

const TABS = [
  ['', 'Users', 'listUsers'],
  ['/teams', 'Teams', 'listTeams'],
  ['/invitations', 'Invitations', 'listInvitations'],
  ['/tokens', 'Tokens', 'listIssuers'],
] as const;

interface PeoplePageProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function PeoplePage({ title, aside, children }: PeoplePageProps) {
  const { slug } = useTenant();
  const { operations } = useMe();
  // A user is below the list of users.
  const [, , , below = 'users'] = useLocation().pathname.split('/');
  const present = below === 'users' ? '' : `/${below}`;
  const may = (name: string) => operations.some(({ operation, allowed }) => operation === name && allowed);
  return (
    <Page title={title} aside={aside}>
      <nav className="tabs" aria-label="People">
        {TABS.filter(([, , operation]) => may(operation)).map(([path, label]) => (
          <Link key={path} to={`/${slug}/people${path}`} aria-current={path === present ? 'page' : undefined}>
            {label}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  );
}
