// The environments that a page of another list names. Only those are read: a tenant may have thousands.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ask, Refusal } from '../../../app/connection.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Status } from '../../../parts/status.tsx';
import type { Environment } from '../environment-fields.tsx';

const ENDPOINT = 'GET /environments/{environment}';
/** Changes of environments are told by the feed. */
const STALE_MS = 300_000;

export type Environments = ReadonlyMap<string, Environment>;

/** Those that exist, by id; undefined until all are read. */
export function useEnvironments(ids: readonly string[]): Environments | undefined {
  const { client, slug } = useTenant();
  const wanted = [...new Set(ids)].sort();
  const find = async (environment: string): Promise<Environment | undefined> => {
    try {
      return (await ask<Environment>(client, ENDPOINT, { params: { environment } })).body;
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) return undefined;
      throw error;
    }
  };
  const { data, isError } = useQuery({
    queryKey: [slug, ENDPOINT, wanted],
    queryFn: async () => (await Promise.all(wanted.map(find))).filter((one) => one !== undefined),
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
    enabled: wanted.length > 0,
  });
  if (data === undefined && wanted.length > 0 && !isError) return undefined;
  return new Map(data?.map((one) => [one.id, one]));
}

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
