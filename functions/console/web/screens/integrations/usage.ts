// The pipelines and trains that use an integration, by their names.
import type { Item } from '../../app/data.ts';
import { useList } from '../../app/data.ts';

type Integration = Item<'GET /integrations/{kind}'>;
type Train = Item<'GET /trains'>;

const MOST = { limit: 100 } as const;

const holds = (part: unknown, id: string): boolean => JSON.stringify(part).includes(`"${id}"`);

export function useUsers(): (id: string) => string[] {
  const pipelines: readonly Integration[] = useList('GET /integrations/{kind}', {
    params: { kind: 'pipelines' },
    query: MOST,
  }).items;
  const trains: readonly Train[] = useList('GET /trains', { query: MOST }).items;
  return (id) => [
    ...pipelines.filter(({ config }) => holds(config, id)).map(({ name }) => `pipeline ${name}`),
    ...trains.filter(({ template }) => holds(template, id)).map(({ name }) => `train ${name}`),
  ];
}
