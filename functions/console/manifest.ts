// The console's feed: the changes since a page last asked. The page itself is console/page, its sources are in web/.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { feedQuery, feedView } from '../../entities/audit/feed.model.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME } = environment;

export const manifest = defineManifest({
  domain: 'console',
  routes: {
    getFeed: {
      method: 'GET',
      path: '/feed',
      summary: 'Reads what changed since the last answer, some seconds after each change; pages read again only that',
      access: { role: 'VIEWER', scope: 'console:read' },
      query: feedQuery,
      status: 200,
      reply: feedView,
    },
  },
  subscriptions: {},
  tasks: {},
  lambdas: {
    api: {
      impact: 'Open pages of the console do not show changes of others until they are loaded again.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put'],
    },
  },
});
