// Fields that targets, agents and rollouts share. Pure.
import * as z from 'zod';
import { prose } from '../_base/text.ts';

const MOST_LABELS = 32;
const labelKey = z.string().regex(/^[A-Za-z0-9][\w./-]{0,62}$/, 'must be a key such as region or acme.io/rack');

export const labels = z
  .record(labelKey, prose(100))
  .refine((given) => Object.keys(given).length <= MOST_LABELS, { error: `must have at most ${MOST_LABELS} labels` })
  .describe('Texts by key, e.g. { "region": "eu" }');

export const capability = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be a word such as docker');
