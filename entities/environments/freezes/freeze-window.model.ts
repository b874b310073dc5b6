// Freeze windows: bodies, views, and the windows that apply to a deployment. Pure. Source: orchestrators-and-dora, "Freeze"; the
// orchestrator model, "freeze_windows".
import * as z from 'zod';
import { newId, type TenantId } from '../../_base/ids.ts';
import { flag, pageQuery } from '../../_base/list.ts';
import { firstStamps } from '../../_base/table/entity.ts';
import { changeBody, isDistinct, prose, reference } from '../../_base/text.ts';
import { isoOf } from '../../_base/time/iso.ts';
import { recurrence } from '../../_base/time/recurrence/rule.ts';
import { instant, timeZone, wallTime } from '../../_base/time/wall-time.ts';
import { actionsView } from '../../access/actions/action.model.ts';
import { slug } from '../../catalog/services/service.model.ts';
import { FREEZE_EFFECTS } from '../words.model.ts';
import { duration } from './duration.ts';
import { type FreezeWindowItem, freezeWindowDefinition } from './freeze-window.entity.ts';

/** Windows of a tenant: all are read for each question about a freeze. */
export const MOST_WINDOWS = 200;
const MOST_NAMED = 20;

const TWICE = { error: 'must not name one twice' };

const fields = {
  name: prose(100).trim().min(1).describe('E.g. Christmas freeze'),
  description: prose(2000).trim(),
  effect: z
    .enum(FREEZE_EFFECTS)
    .describe('DENY: nothing begins while it is open. ALLOW: where such windows apply, one of them must be open'),
  environments: z
    .array(reference)
    .max(MOST_NAMED)
    .refine(isDistinct, TWICE)
    .describe('Ids of environments; none for all'),
  services: z.array(slug).max(MOST_NAMED).refine(isDistinct, TWICE).describe('Slugs of services; none for all'),
  rrule: recurrence,
  timeZone: timeZone.describe('An IANA time zone, e.g. Europe/Berlin'),
  dtstart: wallTime.describe('The time in that zone, without an offset, at which it first opens'),
  duration,
  allowRollback: z.boolean().describe('Whether rollbacks may begin all the same'),
  isActive: z.boolean().describe('A window that is switched off has no effect'),
};

export const createFreezeWindowBody = z.lazy(() =>
  z.strictObject({
    name: fields.name,
    description: fields.description.optional(),
    effect: fields.effect.default('DENY'),
    environments: fields.environments.default([]),
    services: fields.services.default([]),
    rrule: fields.rrule.optional().describe('How it repeats; without it, it opens once'),
    timeZone: fields.timeZone.optional().describe('Default: the time zone of the tenant'),
    dtstart: fields.dtstart,
    duration,
    allowRollback: fields.allowRollback.default(false),
    isActive: fields.isActive.default(true),
  }),
);
export type CreateFreezeWindowBody = z.output<typeof createFreezeWindowBody>;

export const updateFreezeWindowBody = z.lazy(() =>
  changeBody({
    name: fields.name.optional(),
    description: fields.description.nullable().optional(),
    effect: fields.effect.optional(),
    environments: fields.environments.optional(),
    services: fields.services.optional(),
    rrule: fields.rrule.nullable().optional(),
    timeZone: fields.timeZone.optional(),
    dtstart: fields.dtstart.optional(),
    duration: duration.optional(),
    allowRollback: fields.allowRollback.optional(),
    isActive: fields.isActive.optional(),
  }),
);

export const listFreezeWindowsQuery = z.strictObject({
  ...pageQuery,
  environment: reference.optional().describe('Windows that apply to this environment, those for all included'),
  service: slug.optional().describe('Windows that apply to this service, those for all included'),
  effect: fields.effect.optional(),
  isActive: flag.optional(),
});
export type FreezeWindowFilter = Omit<z.output<typeof listFreezeWindowsQuery>, 'limit' | 'cursor'>;

export const freezeQuery = z.strictObject({
  at: instant.optional().describe('Default: now'),
  service: slug
    .optional()
    .describe('The service that would be deployed; without it, only windows for all services apply'),
  isRollback: flag.default(false).describe('Whether it would be a rollback'),
});

export const freezeView = z
  .strictObject({
    closed: z.boolean(),
    reason: z.string().nullable(),
    windows: z
      .array(z.strictObject({ id: z.string(), name: z.string(), effect: z.enum(FREEZE_EFFECTS) }))
      .describe('The DENY windows that are open, and the ALLOW windows if none of them is'),
    nextOpen: z
      .string()
      .nullable()
      .describe('While it is closed: the time from which it is open; null if none was found'),
    nextClose: z
      .string()
      .nullable()
      .describe('While it is open: the time from which it is closed; null if none was found'),
  })
  .meta({ id: 'Freeze' });

export const freezeWindowView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    effect: z.enum(FREEZE_EFFECTS),
    environments: z.array(z.string()),
    services: z.array(z.string()),
    rrule: z.string().nullable(),
    timeZone: z.string(),
    dtstart: z.string(),
    duration: z.string(),
    allowRollback: z.boolean(),
    isActive: z.boolean(),
    createdBy: z.string(),
    createdByName: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    revision: z.number().int(),
  })
  .meta({ id: 'FreezeWindowSummary' });

const FREEZE_WINDOW_ACTIONS = ['updateFreezeWindow', 'deleteFreezeWindow'] as const;
export type FreezeWindowAction = (typeof FREEZE_WINDOW_ACTIONS)[number];

/** One window, with its next openings; as an entry of a list, and after a change, it has neither those nor actions. */
export const shownFreezeWindowView = z.strictObject({
  ...freezeWindowView.shape,
  openings: z
    .array(z.strictObject({ begins: z.string(), ends: z.string() }))
    .describe('The present and the next openings, at most five'),
  actions: actionsView(FREEZE_WINDOW_ACTIONS),
});

export const viewFreezeWindow = (item: FreezeWindowItem): z.output<typeof freezeWindowView> => ({
  id: item.freezeWindowId,
  name: item.name,
  description: item.description ?? null,
  effect: item.effect,
  environments: item.environments,
  services: item.services,
  rrule: item.rrule ?? null,
  timeZone: item.timeZone,
  dtstart: item.dtstart,
  duration: item.duration,
  allowRollback: item.allowRollback,
  isActive: item.isActive,
  createdBy: item.createdBy,
  createdByName: item.createdByName,
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
  revision: item.revision,
});

interface Making {
  readonly tenantId: TenantId;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly actor: { readonly id: string; readonly name: string };
}

export const newFreezeWindow = (
  { tenantId, at, actor }: Making,
  body: CreateFreezeWindowBody & { readonly timeZone: string },
): FreezeWindowItem =>
  ({
    ...body,
    tenantId,
    freezeWindowId: newId<'FreezeWindow'>(at),
    createdBy: actor.id,
    createdByName: actor.name,
    ...firstStamps(freezeWindowDefinition, isoOf(at)),
  }) as FreezeWindowItem;

/** A deployment that would begin: a window without environments or services applies to all of them. */
export interface Intended {
  readonly environmentId: string;
  readonly service: string | undefined;
  readonly isRollback: boolean;
}

const names = (listed: readonly string[], value: string | undefined): boolean =>
  listed.length === 0 || (value !== undefined && listed.includes(value));

/** True if the window, while it is open, has an effect on what is intended. */
export const appliesTo = (window: FreezeWindowItem, { environmentId, service, isRollback }: Intended): boolean =>
  window.isActive &&
  !(isRollback && window.allowRollback) &&
  names(window.environments, environmentId) &&
  names(window.services, service);

export const matchesFilter = (window: FreezeWindowItem, asked: FreezeWindowFilter): boolean =>
  (asked.environment === undefined || names(window.environments, asked.environment)) &&
  (asked.service === undefined || names(window.services, asked.service)) &&
  (asked.effect === undefined || window.effect === asked.effect) &&
  (asked.isActive === undefined || window.isActive === asked.isActive);
