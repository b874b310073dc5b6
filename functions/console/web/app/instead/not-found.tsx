// An address without a screen.
import { Link } from 'react-router';
import { Empty } from '../../parts/loading.tsx';
import { Page } from '../../parts/page.tsx';
import { useTenant } from '../tenant.tsx';

export function NotFound() {
  const { slug } = useTenant();
  return (
    <Page title="No such page">
      <Empty title="Nothing has this address.">
        <Link to={`/${slug}`}>See what needs you</Link>
      </Empty>
    </Page>
  );
}
