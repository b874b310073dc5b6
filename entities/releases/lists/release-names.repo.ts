// The names of releases that other domains know by their ids; without ElectroDB, for functions that want nothing else of them.
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { readAll } from '../../_base/table/batch.ts';
import { fillKey, type Table } from '../../_base/table/table.ts';
import { releaseKeys } from '../release.keys.ts';

export interface ReleaseName {
  readonly releaseId: string;
  readonly releaseKey: string;
}

export type ReleaseNamesRepo = ReturnType<typeof createReleaseNamesRepo>;

export function createReleaseNamesRepo({ client, name }: Table) {
  return {
    /** Those of at most 100 releases that exist, in no order. */
    async find(tenantId: string, releaseIds: readonly string[]): Promise<ReleaseName[]> {
      const keys = releaseIds.map((releaseId) => ({
        pk: fillKey(releaseKeys.pk, { tenantId, releaseId }),
        sk: releaseKeys.sk,
      }));
      return readAll(keys, async (some) => {
        const request = { Keys: [...some], ConsistentRead: true, ProjectionExpression: 'releaseId, releaseKey' };
        const { Responses, UnprocessedKeys } = await client.send(
          new BatchGetCommand({ RequestItems: { [name]: request } }),
        );
        const data = (Responses?.[name] ?? []) as ReleaseName[];
        return { data, unprocessed: UnprocessedKeys?.[name]?.Keys ?? [] };
      });
    },
  };
}
