// Finds the user who speaks in a chat: the release's own verified integration, the member behind a name in its
// workspace, and the condition under which a wish is written. For every domain that acts on text or buttons in a chat.
import { baseErrors } from '../../entities/_base/conflicts.ts';
import type { TenantId } from '../../entities/_base/ids.ts';
import type { Write } from '../../entities/_base/table/table.ts';
import { assertSpeaks, identitiesIn } from '../../entities/approvals/chat-voice.model.ts';
import type { IntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';
import type { MembershipItem } from '../../entities/tenants/user.entity.ts';

/** The integration of a chat that speaks for the person, as the audit names it. */
export interface Via {
  readonly integrationId: string;
  readonly name: string;
  readonly workspaceId: string;
  readonly externalUserId: string;
}

export interface VoiceDeps {
  readonly integrations: Pick<IntegrationRepo, 'get' | 'check' | 'homeWorkspace'>;
  readonly tenants: Pick<TenantRepo, 'userOfIdentity' | 'membershipOf'>;
}

interface ChatRequest {
  readonly integrationId?: string | undefined;
  readonly workspaceId?: string | undefined;
  readonly externalUserId: string;
}

interface ToldIn {
  readonly communicationIntegrationId?: string | undefined;
}

/** The integration by which the person speaks. Throws `approval.chat_not_trusted` unless it is the release's own and verified. */
export async function voiceOf(
  tenantId: TenantId,
  { communicationIntegrationId }: ToldIn,
  { integrationId, workspaceId, externalUserId }: ChatRequest,
  { integrations }: VoiceDeps,
): Promise<Via> {
  const voice =
    integrationId === undefined
      ? undefined
      : await integrations.get(tenantId, { kind: 'COMMUNICATION', integrationId });
  const known = assertSpeaks(voice, { communicationIntegrationId, workspaceId });
  return { integrationId: integrationId ?? '', name: voice?.name ?? '', workspaceId: known, externalUserId };
}

/** The member whose name in that workspace it is. */
export async function memberBehind(
  tenantId: TenantId,
  { workspaceId, externalUserId }: Via,
  { integrations, tenants }: VoiceDeps,
): Promise<MembershipItem | undefined> {
  const home = await integrations.homeWorkspace(tenantId);
  for (const externalId of identitiesIn(workspaceId, externalUserId, home)) {
    const userId = await tenants.userOfIdentity(tenantId, { provider: 'slack', externalId });
    if (userId !== undefined) return tenants.membershipOf(tenantId, userId);
  }
  return undefined;
}

/** A chat still speaks for the release when what it wished is written; loading again finds out why not. */
export function holdsOf(tenantId: string, via: Via, release: ToldIn, { integrations }: VoiceDeps): Write[] {
  const changed = baseErrors.conflict();
  if (release.communicationIntegrationId !== via.integrationId) throw changed;
  return [
    integrations.check(tenantId, { kind: 'COMMUNICATION', integrationId: via.integrationId }, 'VERIFIED', changed),
  ];
}
