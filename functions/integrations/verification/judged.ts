// The change that stores a service's answer about an integration, for verifyIntegration and for the daily check.
import type { Envelope } from '../../../entities/_base/events.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import {
  IntegrationInvalidated,
  IntegrationRecovered,
  IntegrationVerificationFailed,
  IntegrationVerified,
} from '../../../entities/integrations/events.ts';
import { integrationEventOf } from '../../../entities/integrations/integration.model.ts';
import type { IntegrationItem, IntegrationRepo } from '../../../entities/integrations/integration.repo.ts';
import { newsOf } from '../../../entities/integrations/integration-change.model.ts';
import type { Caller, Change } from '../../_kit/save.ts';

/** The events for people, besides IntegrationVerified. */
function newsEvents(caller: Caller, before: IntegrationItem, after: IntegrationItem): Envelope[] {
  const facts = integrationEventOf(after);
  const { integrationId } = after;
  switch (newsOf(before, after)) {
    case 'INVALIDATED':
      return [IntegrationInvalidated.create(caller, integrationId, { ...facts, error: after.verificationError ?? '' })];
    case 'RECOVERED':
      return [IntegrationRecovered.create(caller, integrationId, { ...facts, brokenSince: before.brokenSince ?? '' })];
    default:
      return [];
  }
}

type Integrations = Pick<IntegrationRepo, 'update' | 'homeWorkspace' | 'settleIn'>;

/** The first verified workspace becomes the tenant's home workspace. */
async function settling(
  { tenantId, workspaceId, verificationStatus }: IntegrationItem,
  integrations: Integrations,
): Promise<readonly Write[]> {
  if (workspaceId === undefined || verificationStatus !== 'VALID') return [];
  const home = await integrations.homeWorkspace(tenantId);
  return home === undefined ? [integrations.settleIn(tenantId, workspaceId)] : [];
}

/** `after` is the result of `verifiedIntegration` for `before`. */
export async function judged(
  caller: Caller,
  before: IntegrationItem,
  after: IntegrationItem,
  integrations: Integrations,
): Promise<Change> {
  const { integrationId, verificationError } = after;
  const event = verificationError === undefined ? IntegrationVerified : IntegrationVerificationFailed;
  return {
    writes: [...integrations.update(before, after), ...(await settling(after, integrations))],
    events: [event.create(caller, integrationId, integrationEventOf(after)), ...newsEvents(caller, before, after)],
    audit: {
      action: verificationError === undefined ? 'integration.verified' : 'integration.verification_failed',
      resourceType: 'Integration',
      resourceId: integrationId,
      details: {
        before: before.verificationStatus,
        after: after.verificationStatus,
        ...(verificationError === undefined ? {} : { verificationError }),
      },
    },
  };
}
