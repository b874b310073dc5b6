// Finds the user behind a chat message or button: checks that the chat is the release's own verified integration, and maps
// the chat's member to a user. Used by every domain that acts on chat.
import { baseErrors } from '../../entities/_base/conflicts.ts';
import type { TenantId } from '../../entities/_base/ids.ts';
import type { Write } from '../../entities/_base/table/table.ts';
import { assertSpeaks, identitiesIn } from '../../entities/approvals/chat-voice.model.ts';
import type { IntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import type { PeopleRepo } from '../../entities/people/people.repo.ts';
import type { Member } from '../../entities/people/rights.model.ts';

/** The chat integration through which a person acts, as the audit trail records it. */
export interface Via {
  readonly integrationId: string;
  readonly name: string;
  readonly workspaceId: string;
  readonly externalUserId: string;
}

export interface VoiceDeps {
  readonly integrations: Pick<IntegrationRepo, 'get' | 'check' | 'homeWorkspace'>;
  readonly people: Pick<PeopleRepo, 'userOfIdentity' | 'membershipOf'>;
}

interface ChatRequest {
  readonly integrationId?: string | undefined;
  readonly workspaceId?: string | undefined;
  readonly externalUserId: string;
}

interface ToldIn {
  readonly communicationIntegrationId?: string | undefined;
}

/** Throws `approval.chat_not_trusted` unless the chat integration is the release's own and verified. */
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

/** The member of the tenant who has this identity in the workspace. */
export async function memberBehind(
  tenantId: TenantId,
  { workspaceId, externalUserId }: Via,
  { integrations, people }: VoiceDeps,
): Promise<Member | undefined> {
  const home = await integrations.homeWorkspace(tenantId);
  for (const externalId of identitiesIn(workspaceId, externalUserId, home)) {
    const userId = await people.userOfIdentity(tenantId, { provider: 'slack', externalId });
    if (userId !== undefined) return people.membershipOf(tenantId, userId);
  }
  return undefined;
}

/**
 * Conditions for the transaction: the chat is still the release's own and verified. If not, the caller loads again and
 * learns why.
 */
export function holdsOf(tenantId: string, via: Via, release: ToldIn, { integrations }: VoiceDeps): Write[] {
  const changed = baseErrors.conflict();
  if (release.communicationIntegrationId !== via.integrationId) throw changed;
  return [
    integrations.check(tenantId, { kind: 'COMMUNICATION', integrationId: via.integrationId }, 'VERIFIED', changed),
  ];
}
