// The integration and the items beside it: its sealed credentials, the sentinel of its unique name. The integration itself
// stays well under 1 KB, because every release that is created counts itself in `useCount` of each one it uses.
import {
  boolean,
  defineEntity,
  defineRecord,
  type ItemOf,
  json,
  number,
  oneOf,
  optional,
  text,
  texts,
} from '../_base/table/entity.ts';
import {
  homeWorkspaceKeys,
  integrationKeys,
  integrationSecretKeys,
  uniqueIntegrationKeys,
} from './integration.keys.ts';
import { INTEGRATION_KINDS, TYPE_NAMES } from './types/integration-types.ts';
import { HEALTH_STATUSES, VERIFICATION_STATUSES } from './verification.model.ts';

export const integrationDefinition = defineEntity('integration', integrationKeys, {
  integrationId: text,
  kind: oneOf(INTEGRATION_KINDS),
  type: oneOf(TYPE_NAMES),
  name: text,
  config: json,
  isActive: boolean,
  verificationStatus: oneOf(VERIFICATION_STATUSES),
  lastVerifiedAt: optional(text),
  verificationError: optional(text),
  healthStatus: oneOf(HEALTH_STATUSES),
  /** Since when it is broken that was VALID. People were told, and are told when it is VALID again. */
  brokenSince: optional(text),
  /** Of SLACK: the workspace that the service named when it was last verified, whose people it speaks for. */
  workspaceId: optional(text),
  /** Releases and pipelines that use it; it cannot be deleted before this is 0. Not part of the revision. */
  useCount: number,
  /** The account that gave it its present config or credentials. */
  configuredByAccountId: optional(text),
  /** Of a pipeline: when a release last had it build. Not part of the revision. */
  lastTriggeredAt: optional(text),
  /** Ids of releases that were counted and whose use has no item of its own yet; a few at a time. */
  newUses: optional(texts),
});

export const integrationSecretDefinition = defineRecord('integrationSecret', integrationSecretKeys, {
  integrationId: text,
  /** Base64 of the KMS ciphertext; see functions/_kit/sealer.ts. */
  sealed: text,
});

export const uniqueIntegrationDefinition = defineRecord('uniqueIntegration', uniqueIntegrationKeys, {
  kind: oneOf(INTEGRATION_KINDS),
  /** As `uniqueName` makes it. */
  name: text,
  integrationId: text,
});

/**
 * The Slack workspace that a tenant's people are of unless something else is said: the first that an integration of the tenant
 * was verified for, and no later one, or a LEAD could have another workspace speak for them.
 */
export const homeWorkspaceDefinition = defineRecord('homeWorkspace', homeWorkspaceKeys, { workspaceId: text });

export type IntegrationItem = ItemOf<typeof integrationDefinition>;
