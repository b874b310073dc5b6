// Lists of evidence; write units of a recorded packet.
import { newId, type TenantId } from '../../../../entities/_base/ids.ts';
import { expiryOf } from '../../../../entities/_base/time/iso.ts';
import { evidenceLinkDefinition, packetDefinition } from '../../../../entities/evidence/packet.entity.ts';
import { RETENTION_DAYS } from '../../../../entities/names.ts';
import { decisionOf, startEvidence } from '../../../api/evidence/fixture.ts';
import { NOW, NOW_ISO } from '../../../support/evidence/samples.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { meteredTable } from '../../../support/metered-table.ts';
import type { Measurement } from '../../measurement.ts';
import { stored } from '../../tables/stored-items.ts';
import { type List, listRows } from './list-rows.ts';

const tenantId = TENANT_ID as TenantId;
const ONE = '0192f000-0000-7000-8000-0000000000aa';
const HASH = 'a'.repeat(64);
type Stage = Awaited<ReturnType<typeof startEvidence>>;

const LISTS: readonly List[] = [
  { path: '/evidence', kind: 'once' },
  { path: '/evidence?type=DECISION', kind: 'once', atLeast: 20 },
  { path: `/evidence?releaseId=${ONE}`, kind: 'once' },
  { path: `/evidence?subjectId=${ONE}`, kind: 'once' },
];

/** Half of the packets have each value. */
function itemsOf({ table }: Stage, index: number) {
  const isHalf = index % 2 === 0;
  const packetId = newId<'Evidence'>(NOW + index);
  const expiresAtEpoch = expiryOf(NOW, RETENTION_DAYS.evidence);
  const [releaseId, subjectId] = isHalf ? [ONE, ONE] : [newId<'Release'>(NOW), newId<'Promotion'>(NOW)];
  const link = { tenantId, packetId, contentHash: HASH, createdAt: NOW_ISO, expiresAtEpoch };
  const places = { number: index + 1, previousHash: HASH, releaseNumber: index + 1 };
  return [
    stored(table, packetDefinition, {
      ...{ tenantId, packetId, month: NOW_ISO.slice(0, 7), releaseId, subjectId, promotionId: subjectId, ...places },
      ...{ type: isHalf ? ('DECISION' as const) : ('DEPLOYMENT' as const), subjectType: 'Promotion' as const },
      ...{ contentHash: HASH, keyId: '00000000-0000-4000-8000-00000000516e', createdAt: NOW_ISO, expiresAtEpoch },
    }),
    stored(table, evidenceLinkDefinition, { ...link, chain: 'TENANT', number: index + 1, since: NOW_ISO.slice(0, 7) }),
  ];
}

export const evidence: Measurement = {
  name: 'evidence',
  about: 'read units of lists of evidence, write units of a packet',
  async measure(bench) {
    const stage = await startEvidence();
    bench.ending(() => void stage.stop());
    const { meter } = meteredTable(stage.table);
    const recorded = await meter(() => stage.record(decisionOf('one'), '0192f000-0000-7000-8000-0000000000f1'));
    const lists = await listRows(bench, {
      ...{ table: stage.table, meter, lists: LISTS, get: (path: string) => stage.get(path) },
      itemsOf: (index) => itemsOf(stage, index),
    });
    await stage.stop();
    return [...lists, { what: 'write units: record a packet', measured: recorded.writeUnits, unit: 'units' as const }];
  },
};
