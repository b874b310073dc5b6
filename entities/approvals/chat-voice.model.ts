// Decides whether a chat may speak for people: only the release's own verified Slack, only for people of its token's
// workspace. Pure. Used by incoming webhooks, which answer at once, and again where the decision is made.
import type { IntegrationType } from '../integrations/types/integration-types.ts';
import type { VerificationStatus } from '../integrations/verification.model.ts';
import { approvalErrors } from './errors.ts';

/** The integration that a request of a chat was signed for. */
export interface Voice {
  readonly integrationId: string;
  readonly type: IntegrationType;
  readonly name: string;
  readonly isActive: boolean;
  readonly verificationStatus: VerificationStatus;
  /** The workspace that the service named when it was verified. */
  readonly workspaceId?: string | undefined;
}

interface Claim {
  /** Where the release is told; undefined when it is told nowhere. */
  readonly communicationIntegrationId?: string | undefined;
  /** The workspace that the request names, if it names one. */
  readonly workspaceId?: string | undefined;
}

const refused = (detail: string) => approvalErrors.chat_not_trusted({ detail });

/** Throws `approval.chat_not_trusted`; answers the workspace whose people the integration speaks for. */
export function assertSpeaks(voice: Voice | undefined, claim: Claim): string {
  if (voice === undefined || voice.integrationId !== claim.communicationIntegrationId) {
    throw refused('This release is told in another Slack. Decide there, or in Windlass.');
  }
  if (voice.type !== 'SLACK' || !voice.isActive || voice.verificationStatus !== 'VALID') {
    throw refused(`${voice.name} is not verified. Ask a LEAD to verify the integration, then decide again.`);
  }
  if (voice.workspaceId === undefined) {
    throw refused(
      `Nobody knows which workspace ${voice.name} is of. Ask a LEAD to verify it again, then decide again.`,
    );
  }
  if (claim.workspaceId !== undefined && claim.workspaceId !== voice.workspaceId) {
    throw refused(`${voice.name} was verified for another Slack workspace.`);
  }
  return voice.workspaceId;
}

/**
 * The names under which a person of a workspace may be known, the surest first: with the workspace, and alone in the workspace that
 * was the tenant's first.
 */
export const identitiesIn = (
  workspaceId: string,
  externalUserId: string,
  homeWorkspaceId: string | undefined,
): string[] => [`${workspaceId}/${externalUserId}`, ...(workspaceId === homeWorkspaceId ? [externalUserId] : [])];
