// The frame of the screens about deployments: a heading with links to the others.
import type { ReactNode } from 'react';
import { Page, PageTabs } from '../../parts/page.tsx';

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
  return (
    <Page title={title} aside={aside}>
      <PageTabs label="Deployments" screens={LISTS} />
      {children}
    </Page>
  );
}
