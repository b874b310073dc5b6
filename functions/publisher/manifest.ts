// The publisher: moves outbox events from the table's stream to the bus and adds the channels of each. Its event source is
// the stream's INSERTs of OUTBOX_ENTITY, with partial batch responses and an on-failure destination.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { OUTBOX_ENTITY } from '../../entities/names.ts';
import { defineManifest } from '../_kit/manifest.ts';

export const manifest = defineManifest({
  domain: 'publisher',
  routes: {},
  subscriptions: {},
  tasks: {},
  stream: { kind: OUTBOX_ENTITY, lanes: 4 },
  lambdas: {
    stream: {
      impact: 'Changes are stored but not published: lifecycles do not start or continue, and no messages are sent.',
      environment: z.object({ EVENT_BUS_NAME: environment.EVENT_BUS_NAME, TABLE_NAME: environment.TABLE_NAME }),
      grants: ['table:read', 'bus:publish'],
    },
  },
});
