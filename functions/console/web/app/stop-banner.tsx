// The emergency stop of all environments, on every screen while it is in force.
import { Link } from 'react-router';
import { Icon } from '../parts/icon.tsx';
import { useRead } from './data.ts';
import { useTenant } from './tenant.tsx';

export function StopBanner() {
  const { slug } = useTenant();
  const stop = useRead('GET /emergency-stop', {}).data?.body.stop;
  if (!stop) return null;
  return (
    <div className="banner" role="alert" aria-label="Emergency stop">
      <Icon name="bad" /> <strong>All environments are stopped</strong> by {stop.byName}: {stop.reason}{' '}
      <Link to={`/${slug}/environments`}>Environments</Link>
    </div>
  );
}
