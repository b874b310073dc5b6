// The live state of a service in an environment: its last successful deployments, newest first.
import { boolean, defineEntity, type ItemOf, list, map, oneOf, optional, text } from '../../_base/table/entity.ts';
import { SLOTS } from '../words.model.ts';
import { liveKeys } from './live.keys.ts';

export const liveDefinition = defineEntity('live', liveKeys, {
  environmentId: text,
  serviceId: text,
  service: text,
  /** False after the service was taken down. */
  isLive: boolean,
  recent: list(
    map({
      deploymentId: text,
      releaseId: optional(text),
      version: text,
      sha: optional(text),
      digest: optional(text),
      slot: optional(oneOf(SLOTS)),
      /** The finish of the deployment. */
      since: text,
      by: optional(map({ type: text, id: text, name: text })),
      /** The deployment that rolled it back. */
      rolledBackBy: optional(text),
    }),
  ),
  takenDownAt: optional(text),
});

export type LiveItem = ItemOf<typeof liveDefinition>;
export type Run = LiveItem['recent'][number];
