// The event types that a webhook may ask for: all public ones.
import type { EventDefinition } from '../_base/events.ts';
import * as access from '../access/events.ts';
import * as agents from '../agents/events.ts';
import * as approvals from '../approvals/events.ts';
import * as catalog from '../catalog/events.ts';
import * as deployments from '../deployments/events.ts';
import * as environments from '../environments/events.ts';
import * as evidence from '../evidence/events.ts';
import * as integrations from '../integrations/events.ts';
import * as notifications from '../notifications/events.ts';
import * as people from '../people/events.ts';
import * as promotions from '../promotions/events.ts';
import * as releases from '../releases/events.ts';
import * as runbooks from '../runbooks/events.ts';
import * as tenants from '../tenants/events.ts';
import * as trains from '../trains/events.ts';
import * as webhooks from './events.ts';

type Definition = Pick<EventDefinition<string, never>, 'type' | 'isPublic'>;

const events: readonly Definition[] = [
  access,
  agents,
  approvals,
  catalog,
  deployments,
  environments,
  evidence,
  integrations,
  notifications,
  people,
  promotions,
  releases,
  runbooks,
  tenants,
  trains,
  webhooks,
].flatMap((domain) => Object.values<Definition>(domain));

export const EVENT_TYPES: readonly string[] = events
  .filter(({ isPublic }) => isPublic)
  .map(({ type }) => type)
  .sort();
