// Finds who a webhook claims to come from: tenant by id or slug, integration by id, its secret opened.
import { keyOf, type RawTable } from '../../entities/_base/table/raw-table.ts';
import { integrationKeys, integrationSecretKeys } from '../../entities/integrations/integration.keys.ts';
import { INTEGRATION_KINDS, type IntegrationType } from '../../entities/integrations/types/integration-types.ts';
import { tenantKeys, tenantSlugKeys } from '../../entities/tenants/keys.ts';
import { senderSecrets } from './sender.ts';

/** Opens sealed credentials; see functions/_kit/sealer.ts. */
export type OpenCredentials = (tenantId: string, integrationId: string, sealed: string) => Promise<unknown>;

export interface KnownSender {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly type: IntegrationType;
  /** Opened on demand, so that a type without webhooks costs no decryption. */
  secrets(): Promise<ReturnType<typeof senderSecrets.parse>>;
}

const ID = /^[\w-]{1,64}$/;
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;

async function tenantIdOf(table: RawTable, tenant: string): Promise<string | undefined> {
  if (UUID.test(tenant)) return tenant;
  const slug = ID.test(tenant) ? await table.get(keyOf(tenantSlugKeys, { slug: tenant })) : undefined;
  return slug?.tenantId as string | undefined;
}

/** Undefined when there is no such tenant or active integration, or the tenant is being deleted. */
export async function findSender(
  table: RawTable,
  open: OpenCredentials,
  tenant: string,
  integrationId: string,
): Promise<KnownSender | undefined> {
  const tenantId = ID.test(integrationId) ? await tenantIdOf(table, tenant) : undefined;
  if (tenantId === undefined) return undefined;
  const secretKey = keyOf(integrationSecretKeys, { tenantId, integrationId });
  const tenantKey = keyOf(tenantKeys, { tenantId });
  const items = await table.getMany([
    ...INTEGRATION_KINDS.map((kind) => keyOf(integrationKeys, { tenantId, kind, integrationId })),
    secretKey,
    tenantKey,
  ]);
  const found = (key: { readonly sk: string }) => items.find(({ sk }) => sk === key.sk);
  const integration = items.find(({ sk }) => sk !== secretKey.sk && sk !== tenantKey.sk);
  const sealed = found(secretKey)?.sealed;
  const stored = found(tenantKey);
  const isThere = stored !== undefined && stored.deletedAt === undefined;
  if (!isThere || integration?.isActive !== true) return undefined;
  return {
    tenantId,
    integrationId,
    type: integration.type as IntegrationType,
    secrets: async () =>
      typeof sealed === 'string' ? senderSecrets.parse(await open(tenantId, integrationId, sealed)) : {},
  };
}
