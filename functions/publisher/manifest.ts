// The publisher: outbox events from the table stream onto the bus, each with the channels it is told through. Its event source is the stream's INSERTs of
// OUTBOX_ENTITY, with partial batch responses and an on-failure destination.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { defineManifest } from '../_kit/manifest.ts';

export const manifest = defineManifest({
  domain: 'publisher',
  routes: {},
  subscriptions: {},
  tasks: {},
  lambdas: {
    stream: {
      impact:
        'Changes are stored but nobody hears of them: lifecycles do not start or move on, and no messages are sent.',
      environment: z.object({ EVENT_BUS_NAME: environment.EVENT_BUS_NAME, TABLE_NAME: environment.TABLE_NAME }),
      grants: ['table:read', 'bus:publish'],
    },
  },
});
