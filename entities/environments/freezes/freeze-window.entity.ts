// A freeze window: a recurring or single time in which deployments may, or may not, begin.
import {
  boolean,
  defineEntity,
  defineRecord,
  type ItemOf,
  list,
  number,
  oneOf,
  optional,
  text,
} from '../../_base/table/entity.ts';
import { FREEZE_EFFECTS } from '../words.model.ts';
import { freezeWindowCountKeys, freezeWindowKeys } from './freeze-window.keys.ts';

export const freezeWindowDefinition = defineEntity('freezeWindow', freezeWindowKeys, {
  freezeWindowId: text,
  name: text,
  description: optional(text),
  effect: oneOf(FREEZE_EFFECTS),
  /** Ids; none for all. */
  environments: list(text),
  /** Slugs; none for all. */
  services: list(text),
  rrule: optional(text),
  timeZone: text,
  dtstart: text,
  duration: text,
  allowRollback: boolean,
  isActive: boolean,
  createdBy: text,
  createdByName: text,
});

/** The number of windows of a tenant. */
export const freezeWindowCountDefinition = defineRecord('freezeWindowCount', freezeWindowCountKeys, {
  windowCount: number,
});

export type FreezeWindowItem = ItemOf<typeof freezeWindowDefinition>;
