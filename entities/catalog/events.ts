// Events of the catalog. They hold ids and slugs, never documents.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';

const service = () => z.object({ serviceId: z.string(), slug: z.string() });

export const ServiceCreated = defineEvent('catalog', 'ServiceCreated', 1, service);
export const ServiceUpdated = defineEvent('catalog', 'ServiceUpdated', 1, () =>
  service().extend({ changed: z.array(z.string()) }),
);
export const ServiceDeleted = defineEvent('catalog', 'ServiceDeleted', 1, service);
