// Decides whether a chat may speak for people: only the release's own verified Slack, and only for people of its workspace.
// Pure. Used by the intake, which answers at once, and again where the decision is saved.
import type { IntegrationType } from '../integrations/types/integration-types.ts';
import type { VerificationStatus } from '../integrations/verification.model.ts';
import { approvalErrors } from './errors.ts';

/** The integration whose secret signed the chat's request. */
export interface Voice {
  readonly integrationId: string;
  readonly type: IntegrationType;
  readonly name: string;
  readonly isActive: boolean;
  readonly verificationStatus: VerificationStatus;
  /** The workspace that the service answered at the verification. */
  readonly workspaceId?: string | undefined;
}

interface Claim {
  /** The chat of the release; undefined if it has none. */
  readonly communicationIntegrationId?: string | undefined;
  /** The workspace in the request, if any. */
  readonly workspaceId?: string | undefined;
}

const refused = (detail: string) => approvalErrors.chat_not_trusted({ detail });

/** Throws `approval.chat_not_trusted`; answers the workspace whose people the integration speaks for. */
export function assertSpeaks(voice: Voice | undefined, claim: Claim): string {
  if (voice === undefined || voice.integrationId !== claim.communicationIntegrationId) {
    throw refused('The messages of this release go to another Slack. Decide there, or in Windlass.');
  }
  if (voice.type !== 'SLACK' || !voice.isActive || voice.verificationStatus !== 'VALID') {
    throw refused(`${voice.name} is not verified. Ask a LEAD to verify the integration, then decide again.`);
  }
  if (voice.workspaceId === undefined) {
    throw refused(`The workspace of ${voice.name} is unknown. Ask a LEAD to verify it again, then decide again.`);
  }
  if (claim.workspaceId !== undefined && claim.workspaceId !== voice.workspaceId) {
    throw refused(`${voice.name} was verified for another Slack workspace.`);
  }
  return voice.workspaceId;
}

/**
 * The possible identities of a person, most reliable first: with the workspace, and without it in the tenant's home
 * workspace.
 */
export const identitiesIn = (
  workspaceId: string,
  externalUserId: string,
  homeWorkspaceId: string | undefined,
): string[] => [`${workspaceId}/${externalUserId}`, ...(workspaceId === homeWorkspaceId ? [externalUserId] : [])];
