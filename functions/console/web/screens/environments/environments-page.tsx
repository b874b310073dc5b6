// The frame of the lists of environments, freeze windows and agents: a heading with links to all three.
import type { ReactNode } from 'react';
import { Page, PageTabs } from '../../parts/page.tsx';

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
  return (
    <Page title={title} aside={aside}>
      <PageTabs label="Environments" screens={LISTS} />
      {children}
    </Page>
  );
}
