// The environments that a page of another list names.
import { Link } from 'react-router';
import { useByIds } from '../../../app/data.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Status } from '../../../parts/status.tsx';
import type { Environment } from '../environment-fields.tsx';

export type Environments = ReadonlyMap<string, Environment>;

/** Those that exist, by id; undefined until all are read. */
export const useEnvironments = (ids: readonly string[]): Environments | undefined =>
  useByIds('GET /environments/{environment}', ids, (environment) => ({ params: { environment } }));

interface EnvironmentNameProps {
  readonly id: string;
  readonly environments: Environments;
}

/** The link to an environment; deployments outlive theirs. */
export function EnvironmentName({ id, environments }: EnvironmentNameProps) {
  const { slug } = useTenant();
  const environment = environments.get(id);
  return (
    <>
      <Link to={`/${slug}/environments/${id}`}>{environment?.displayName ?? id}</Link>
      {environment?.isStopped && (
        <>
          {' '}
          <Status status="STOPPED" tone="bad" />
        </>
      )}
    </>
  );
}
