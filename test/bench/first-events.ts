// The first event of every function with a budget for its start. Each is answered by reads of the table alone, as the bare
// handler can only read. Read by first-answer.ts.

import type { TenantId } from '../../entities/_base/ids.ts';
import { mintToken } from '../../entities/access/api-token.model.ts';
import { SURFACES } from '../../entities/names.ts';
import type { Manifest } from '../../functions/_kit/manifest.ts';
import { manifest as access } from '../../functions/access/manifest.ts';
import { manifest as approvals } from '../../functions/approvals/manifest.ts';
import { manifest as integrations } from '../../functions/integrations/manifest.ts';
import { manifest as notifications } from '../../functions/notifications/manifest.ts';
import { manifest as releases } from '../../functions/releases/manifest.ts';
import { manifest as trains } from '../../functions/trains/manifest.ts';
import { manifest as webhooks } from '../../functions/webhooks/manifest.ts';
import { apiCaller, TENANT_ID } from '../support/http.ts';
import { busEvent, sqsRecord } from '../unit/functions/notifiers/fixture.ts';

/** The event that API Gateway would send for a GET of the path. */
export async function getEvent(manifest: Manifest, path: string): Promise<unknown> {
  let event: unknown;
  const keep = async (sent: unknown) => {
    event = sent;
    return { statusCode: 204 };
  };
  await apiCaller(manifest, keep)({ method: 'GET', path, role: 'LEAD' });
  return event;
}

/** A message about a release that is not stored. */
const message = (detailType: string) => ({ Records: [sqsRecord(busEvent(detailType))] });

/** A webhook of an integration that is not stored. */
const arrival = {
  routeKey: `POST ${SURFACES.v1}/hooks/{integrationId}`,
  rawPath: `/api/v1/${TENANT_ID}/hooks/0192f000-0000-7000-8000-00000000dead`,
  headers: {},
  pathParameters: { tenant: TENANT_ID, integrationId: '0192f000-0000-7000-8000-00000000dead' },
  requestContext: { requestId: 'bench', http: { method: 'POST', path: '/hooks' } },
  body: '{}',
};

/** By the name of the function's bundle; `releaseId` is a stored release of the tenant. */
export const firstEvents = async (releaseId: string): Promise<Readonly<Record<string, unknown>>> => ({
  'access-api': await getEvent(access, '/me'),
  'approvals-api': await getEvent(approvals, '/approvals'),
  'integrations-api': await getEvent(integrations, '/integrations/scm'),
  'intake-api': arrival,
  'notifications-api': await getEvent(notifications, '/notification-settings'),
  'notifiers-email-events': message('ReleaseKickedOff'),
  'notifiers-jira-events': message('ReleaseKickedOff'),
  'notifiers-linear-events': message('ReleaseKickedOff'),
  'notifiers-slack-events': message('ReleaseKickedOff'),
  'notifiers-webhook-events': message('ReleaseKickedOff'),
  'releases-api': await getEvent(releases, `/releases/${releaseId}`),
  'access-authorizer': { headers: { authorization: `Bearer ${mintToken(TENANT_ID as TenantId)}` } },
  'trains-api': await getEvent(trains, '/trains'),
  'webhooks-api': await getEvent(webhooks, '/webhooks'),
});
