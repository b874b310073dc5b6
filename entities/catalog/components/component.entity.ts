// A component, the sentinel of its name, and its versions: the map of tags, and the moves of each tag.
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
import { MOVE_SOURCES } from '../words.model.ts';
import { componentKeys, componentNameKeys, componentTagKeys, tagMoveKeys } from './component.keys.ts';

export const componentDefinition = defineEntity('component', componentKeys, {
  componentId: text,
  name: text,
  displayName: optional(text),
  imageRepository: text,
  /** See versioningStrategy of component.model.ts. */
  versioningStrategy: json,
  defaultChannel: text,
  serviceId: optional(text),
  /** The REGISTRY integration that its versions are read from. */
  registryIntegrationId: optional(text),
  /** The name of the image within its registry. */
  imagePath: text,
  /** It cannot go back to an earlier version, such as one that migrates data: no rollback changes it. */
  isIrreversible: optional(boolean),
  /** When all tags were last read, and why they could not be read since. */
  refreshedAt: optional(text),
  refreshError: optional(text),
  /** Targets that run it. Not part of the revision. */
  useCount: optional(number),
});

/** In lower case. */
export const componentNameDefinition = defineRecord('componentName', componentNameKeys, {
  name: text,
  componentId: text,
});

export const componentTagDefinition = defineEntity('componentTag', componentTagKeys, {
  versionId: text,
  componentId: text,
  tag: text,
  digest: text,
  semver: optional(text),
  channel: text,
  /** When the tag got its present digest. */
  movedAt: text,
});

export const tagMoveDefinition = defineRecord('tagMove', tagMoveKeys, {
  moveId: text,
  componentId: text,
  tag: text,
  digest: text,
  previousDigest: optional(text),
  movedAt: text,
  source: oneOf(MOVE_SOURCES),
  movedBy: text,
});

export type ComponentItem = ItemOf<typeof componentDefinition>;
export type ComponentTagItem = ItemOf<typeof componentTagDefinition>;
export type TagMoveItem = ItemOf<typeof tagMoveDefinition>;
