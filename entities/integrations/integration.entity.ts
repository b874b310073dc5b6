// The integration and its other items: sealed credentials and the sentinel of its unique name. The integration stays well
// under 1 KB, because every new release changes `useCount` of each integration that it uses.
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
import { INTEGRATION_KINDS } from './types/integration-kinds.ts';
import { TYPE_NAMES } from './types/integration-types.ts';
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
  /** The time at which a VALID integration broke. People were told then, and are told when it is VALID again. */
  brokenSince: optional(text),
  /** Only SLACK: the workspace from the last verification. The integration speaks only for its people. */
  workspaceId: optional(text),
  /** Releases and pipelines that use it; it cannot be deleted before this is 0. Not part of the revision. */
  useCount: number,
  /** The author of the present config or credentials. */
  configuredByAccountId: optional(text),
  /** Only pipelines: the time at which a release last triggered a build. Not part of the revision. */
  lastTriggeredAt: optional(text),
  /** Ids of a few releases that were counted and whose use has no item yet. */
  newUses: optional(texts),
});

export const integrationSecretDefinition = defineRecord('integrationSecret', integrationSecretKeys, {
  integrationId: text,
  /** Base64 of the KMS ciphertext; see functions/_kit/sealer.ts. */
  sealed: text,
});

export const uniqueIntegrationDefinition = defineRecord('uniqueIntegration', uniqueIntegrationKeys, {
  kind: oneOf(INTEGRATION_KINDS),
  /** The result of `uniqueName`. */
  name: text,
  integrationId: text,
});

/**
 * The tenant's home workspace: identities without a workspace belong to it. It is the first workspace that was verified,
 * and never changes; otherwise a LEAD could let another workspace speak for people.
 */
export const homeWorkspaceDefinition = defineRecord('homeWorkspace', homeWorkspaceKeys, { workspaceId: text });

export type IntegrationItem = ItemOf<typeof integrationDefinition>;
