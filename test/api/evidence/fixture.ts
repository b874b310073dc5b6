// The evidence API on a real table with a fixed clock, a bucket in memory, and the recorder.
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { systemActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { decisionFacts, deploymentFacts, type PacketFacts } from '../../../entities/evidence/facts.model.ts';
import { createPacketRepo } from '../../../entities/evidence/packet.repo.ts';
import { createReleaseRepo } from '../../../entities/releases/release.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { createSigningKey } from '../../../functions/_kit/keys/signing-key.ts';
import { createSave } from '../../../functions/_kit/save.ts';
import { operations } from '../../../functions/evidence/api.handler.ts';
import { manifest } from '../../../functions/evidence/manifest.ts';
import { record } from '../../../functions/evidence/recording/record.ts';
import { createMemoryObjects } from '../../support/evidence/memory-objects.ts';
import {
  deploymentOf,
  evaluationOf,
  idNamed,
  NOW,
  NOW_ISO,
  promotionOf,
  taskOf,
} from '../../support/evidence/samples.ts';
import { type ApiRequest, apiCaller, strictKit, TENANT_ID } from '../../support/http.ts';
import { createFakeKms } from '../../support/services/fake-kms.ts';
import { startTable } from '../../support/table.ts';

type Item = Record<string, unknown>;
const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/00000000-0000-4000-8000-00000000516e';

/** The facts of an allowed promotion of this name. */
export const decisionOf = (name: string, releaseId = idNamed('release'), at = NOW_ISO): PacketFacts =>
  decisionFacts(promotionOf(name, { releaseId }), evaluationOf({ at })) as PacketFacts;
export const deployedOf = (name: string): PacketFacts =>
  deploymentFacts(deploymentOf(name), [taskOf('t1')])[0] as PacketFacts;

export async function startEvidence(clock: () => number = () => NOW) {
  const store = await startTable();
  const { client, name: TableName } = store.table;
  const packets = createPacketRepo(store.table);
  const objects = createMemoryObjects();
  const releases = createReleaseRepo(store.table);
  const key = createSigningKey(KEY_ARN, createFakeKms());
  const otherKey = createSigningKey(KEY_ARN, createFakeKms());
  const recorder = { packets, key, objects, save: createSave(store.table), now: clock };
  const kit = strictKit(store.table, clock);
  const call = apiCaller(manifest, httpHandler(manifest, operations, kit, { packets, key, objects, releases }));
  const get = (path: string, over: Partial<ApiRequest> = {}) => call({ role: 'VIEWER', method: 'GET', path, ...over });
  const callerOf = (tenantId: string) => ({
    ...{ tenantId: tenantId as TenantId, actor: systemActor('evidence'), correlationId: 'test', at: clock() },
  });
  return {
    ...store,
    ...{ packets, objects, key, otherKey, recorder, call, get },
    record: (facts: PacketFacts, tenantId = TENANT_ID, over: Partial<typeof recorder> = {}) =>
      record(callerOf(tenantId), facts, { ...recorder, ...over }),
    put: (Item: Item) => client.send(new PutCommand({ TableName, Item })),
    remove: ({ pk, sk }: Item) => client.send(new DeleteCommand({ TableName, Key: { pk, sk } })),
    verified: async (packetId: string, tenantId = TENANT_ID) =>
      (await get(`/evidence/${packetId}/verify`, { tenantId, credentialTenantId: tenantId })).body,
    /** The pages of a release's file, by the Link of each. */
    async pagesOf(releaseId: string, tenantId = TENANT_ID): Promise<string[]> {
      const pages: string[] = [];
      for (let next: string | undefined = `/releases/${releaseId}/evidence`; next !== undefined; ) {
        const { status, text, headers } = await get(next, { tenantId, credentialTenantId: tenantId });
        if (status !== 200) throw new Error(text);
        pages.push(text);
        next = /^<\/api\/v1\/[^/]+(.+)>; rel="next"$/.exec(headers.link ?? '')?.[1];
      }
      return pages;
    },
  };
}
export type EvidenceStage = Awaited<ReturnType<typeof startEvidence>>;
