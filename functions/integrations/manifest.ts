// The integrations domain: its routes, subscriptions, tasks and the permissions of its functions.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { listOf } from '../../entities/_base/list.ts';
import { integrationErrors } from '../../entities/integrations/errors.ts';
import {
  IntegrationCreated,
  IntegrationUpdated,
  IntegrationVerificationFailed,
  IntegrationVerified,
} from '../../entities/integrations/events.ts';
import {
  createIntegrationBody,
  integrationView,
  listAllIntegrationsQuery,
  listIntegrationsQuery,
  shownIntegrationView,
  updateIntegrationBody,
} from '../../entities/integrations/integration.model.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { address_refused, credentials_needed, in_use, mail_not_bound, name_taken, not_found, reference_invalid } =
  integrationErrors;
const read = { role: 'VIEWER', scope: 'integrations:read', ci: true } as const;
const write = { role: 'LEAD', scope: 'integrations:write' } as const;

/** Events after which the next check of an integration must be scheduled. */
export const CHECKING_EVENTS = [
  IntegrationCreated,
  IntegrationUpdated,
  IntegrationVerified,
  IntegrationVerificationFailed,
] as const;

export const manifest = defineManifest({
  domain: 'integrations',
  routes: {
    createIntegration: {
      method: 'POST',
      path: '/integrations/{kind}',
      summary: 'Connect a service; it is PENDING until verified',
      access: write,
      body: createIntegrationBody,
      errors: [address_refused, mail_not_bound, name_taken, reference_invalid],
      hasRevision: false,
      status: 201,
      reply: shownIntegrationView,
    },
    listIntegrations: {
      method: 'GET',
      path: '/integrations/{kind}',
      summary: 'List the integrations of a kind, for example the verified ones for a drop-down',
      access: read,
      query: listIntegrationsQuery,
      status: 200,
      reply: listOf(integrationView),
    },
    listAllIntegrations: {
      method: 'GET',
      path: '/integrations',
      summary: 'List the integrations of all kinds, for example those that do not work',
      access: read,
      query: listAllIntegrationsQuery,
      status: 200,
      reply: listOf(integrationView),
    },
    getIntegration: {
      method: 'GET',
      path: '/integrations/{kind}/{integrationId}',
      summary: 'Show an integration, without its credentials',
      access: read,
      errors: [not_found],
      status: 200,
      reply: shownIntegrationView,
    },
    updateIntegration: {
      method: 'PATCH',
      path: '/integrations/{kind}/{integrationId}',
      summary: 'Rename, reconfigure, switch on or off, or rotate the credentials',
      access: write,
      body: updateIntegrationBody,
      errors: [address_refused, credentials_needed, mail_not_bound, name_taken, not_found, reference_invalid],
      status: 200,
      reply: shownIntegrationView,
    },
    deleteIntegration: {
      method: 'DELETE',
      path: '/integrations/{kind}/{integrationId}',
      summary: 'Delete an integration that no release or pipeline needs',
      access: write,
      errors: [in_use, not_found],
      status: 204,
    },
    verifyIntegration: {
      method: 'POST',
      path: '/integrations/{kind}/{integrationId}/verify',
      summary: 'Call the service with the credentials and store its answer',
      access: write,
      errors: [not_found],
      status: 200,
      reply: shownIntegrationView,
    },
  },
  subscriptions: {
    checks: { source: [IntegrationCreated.source], detailTypes: CHECKING_EVENTS.map((event) => event.type) },
  },
  tasks: {
    checkIntegration: 'Asks the service again and stores its answer, unless the integration changed meanwhile',
    recordNoAnswer: 'Stores that the service did not answer; the next check begins',
  },
  machines: ['integration-check'],
  lambdas: {
    api: {
      impact: 'People cannot connect, verify or list the services that releases need; running releases continue.',
      environment: z.object({
        TABLE_NAME: environment.TABLE_NAME,
        CREDENTIAL_KEY_ID: environment.CREDENTIAL_KEY_ID,
        ALLOWED_OUTBOUND_HOSTS: environment.ALLOWED_OUTBOUND_HOSTS,
      }),
      grants: [
        'table:read',
        'table:put',
        'table:update',
        'table:delete',
        'credentials:seal',
        'credentials:open',
        'mail:send',
      ],
      timeoutSeconds: 29,
    },
    events: {
      impact: 'Integrations are not verified again every day.',
      environment: z.object({ TABLE_NAME: environment.TABLE_NAME }),
      grants: ['table:read'],
      starts: ['integration-check'],
    },
    tasks: {
      impact: 'Nobody learns that a service refuses its credential until a release needs it.',
      environment: z.object({
        TABLE_NAME: environment.TABLE_NAME,
        CREDENTIAL_KEY_ID: environment.CREDENTIAL_KEY_ID,
        ALLOWED_OUTBOUND_HOSTS: environment.ALLOWED_OUTBOUND_HOSTS,
      }),
      grants: ['table:read', 'table:put', 'table:update', 'credentials:open', 'mail:send'],
    },
  },
});
