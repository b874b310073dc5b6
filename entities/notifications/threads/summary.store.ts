// Reads the summary of a release for functions that start without ElectroDB: the Slack notifier and the intake.
import { keyOf } from '../../_base/table/keys.ts';
import type { RawTable } from '../../_base/table/raw-table.ts';
import { integrationKeys } from '../../integrations/integration.keys.ts';
import { partsOf, personsWait } from '../../releases/lifecycle/waits-for.view.ts';
import { releaseKeys } from '../../releases/release.keys.ts';
import { tenantKeys } from '../../tenants/tenant.keys.ts';
import { consoleUrl } from '../console-url.ts';
import { type Summary, summaryBuild, summaryOf, summaryRelease, summaryTarget } from './summary.ts';

interface Asked {
  readonly tenantId: string;
  readonly releaseId: string;
}

/** Undefined if the release was deleted. `publicUrl` is the address of this deployment for people; empty if unknown. */
export async function readSummary(
  { tenantId, releaseId }: Asked,
  publicUrl: string,
  table: Pick<RawTable, 'query' | 'getMany'>,
): Promise<Summary | undefined> {
  const items = await table.query({ pk: keyOf(releaseKeys, { tenantId, releaseId }).pk });
  const { release, ...parts } = partsOf(items);
  if (!release) return undefined;
  const targets = parts.targets.map((item) => summaryTarget.parse(item));
  const builds = parts.pipelines.map((item) => summaryBuild.parse(item));
  const named = [
    ...targets.map((one) => ({ kind: 'TARGET', integrationId: one.targetIntegrationId })),
    ...builds.map((one) => ({ kind: 'PIPELINE', integrationId: one.pipelineIntegrationId })),
  ];
  const tenantKey = keyOf(tenantKeys, { tenantId });
  const found = await table.getMany([tenantKey, ...named.map((one) => keyOf(integrationKeys, { tenantId, ...one }))]);
  const names = new Map(found.map((item) => [item.integrationId, String(item.name)]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const waitsFor = personsWait(items, nameOf);
  const facts = summaryRelease.parse(release);
  const tenant = found.find(({ sk, pk }) => sk === tenantKey.sk && pk === tenantKey.pk);
  const releaseUrl = consoleUrl({ publicUrl, tenant }, 'releases', facts.releaseKey);
  return summaryOf({ release: facts, targets, builds, waitsFor, nameOf, releaseUrl });
}
