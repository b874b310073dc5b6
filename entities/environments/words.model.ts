// Words that the entities and models of environments share, and fields that targets and agents share. Pure.
import * as z from 'zod';
import { prose } from '../_base/text.ts';

export const TIERS = ['PRODUCTION', 'STAGING', 'TESTING', 'DEVELOPMENT'] as const;

export const TARGET_TYPES = ['DOCKER_HOST', 'COMPOSE_HOST', 'KUBERNETES', 'ECS_SERVICE', 'NOMAD_JOB', 'SHELL'] as const;
export type TargetType = (typeof TARGET_TYPES)[number];

export const HEALTH_STATUSES = ['UNKNOWN', 'HEALTHY', 'UNHEALTHY'] as const;

export const FREEZE_EFFECTS = ['DENY', 'ALLOW'] as const;
export type FreezeEffect = (typeof FREEZE_EFFECTS)[number];

const MOST_LABELS = 32;
const labelKey = z.string().regex(/^[A-Za-z0-9][\w./-]{0,62}$/, 'must be a key such as region or acme.io/rack');

export const labels = z
  .record(labelKey, prose(100))
  .refine((given) => Object.keys(given).length <= MOST_LABELS, { error: `must have at most ${MOST_LABELS} labels` })
  .describe('Texts by key, e.g. { "region": "eu" }');

export const capability = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be a word such as docker');
