// A target, its environment by its id, the sentinel of its name, its sealed credentials, and its drift.
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
} from '../../_base/table/entity.ts';
import { HEALTH_STATUSES, TARGET_TYPES } from '../words.model.ts';
import { targetDriftKeys, targetKeys, targetNameKeys, targetPlaceKeys, targetSecretKeys } from './target.keys.ts';

export const targetDefinition = defineEntity('target', targetKeys, {
  targetId: text,
  environmentId: text,
  name: text,
  type: oneOf(TARGET_TYPES),
  componentId: text,
  connection: json,
  /** Texts by key. */
  labels: json,
  /** An agent that deploys there must have it. */
  capability: text,
  isActive: boolean,
  /** When its credentials were last set; undefined without any. */
  credentialsSetAt: optional(text),
  healthStatus: oneOf(HEALTH_STATUSES),
  healthDetail: optional(text),
  /** To a quarter of an hour; see entities/agents/sync.model.ts. */
  healthCheckedAt: optional(text),
  /** The digest that a deployment put there, its release, and its service. */
  currentDigest: optional(text),
  currentReleaseId: optional(text),
  currentServiceId: optional(text),
  /** The hash of the sticker that it left there. */
  stickerHash: optional(text),
  /** Found there by an agent. */
  observedDigest: optional(text),
  observedStickerHash: optional(text),
  /** Since when an agent has found another digest or sticker there than the deployment left. */
  driftSince: optional(text),
  /** Deployments that are under way there. */
  useCount: number,
});

/** The environment of a target never changes. */
export const targetPlaceDefinition = defineRecord('targetPlace', targetPlaceKeys, {
  targetId: text,
  environmentId: text,
});

/** The result of `uniqueName`. */
export const targetNameDefinition = defineRecord('targetName', targetNameKeys, {
  environmentId: text,
  name: text,
  targetId: text,
});

export const targetSecretDefinition = defineRecord('targetSecret', targetSecretKeys, {
  targetId: text,
  /** Base64 of the KMS ciphertext; see functions/_kit/sealer.ts. */
  sealed: text,
});

/** Exists while the target drifts. */
export const targetDriftDefinition = defineRecord('targetDrift', targetDriftKeys, {
  environmentId: text,
  serviceId: text,
  targetId: text,
});

export type TargetItem = ItemOf<typeof targetDefinition>;
