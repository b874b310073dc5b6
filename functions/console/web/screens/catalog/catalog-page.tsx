// The frame of the catalog's lists: a heading with links to the others.
import type { ReactNode } from 'react';
import { Page, PageTabs } from '../../parts/page.tsx';

const LISTS = [
  ['services', 'Services'],
  ['repositories', 'Repositories'],
  ['components', 'Components'],
] as const;

interface CatalogPageProps {
  readonly title: (typeof LISTS)[number][1];
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function CatalogPage({ title, aside, children }: CatalogPageProps) {
  return (
    <Page title={title} aside={aside}>
      <PageTabs label="Catalog" screens={LISTS} />
      {children}
    </Page>
  );
}
