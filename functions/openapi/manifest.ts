// The openapi domain: the OpenAPI document, its page for people, and the health of the API. Needs no credential.
import * as z from 'zod';
import { baseErrors } from '../../entities/_base/conflicts.ts';
import { environment } from '../../entities/_base/environment.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME } = environment;

const open = { method: 'GET', access: 'OPEN', status: 200 } as const;

export const manifest = defineManifest({
  domain: 'openapi',
  surface: 'open',
  routes: {
    getOpenapiDocument: {
      ...open,
      path: '/api/openapi.json',
      summary: 'Reads this document',
      produces: 'application/json',
    },
    getDocsPage: {
      ...open,
      path: '/api/docs',
      summary: 'Shows this document to people',
      produces: 'text/html',
    },
    getDocsFile: {
      ...open,
      path: '/api/docs/{file}',
      summary: 'Reads a file of the page; its name changes with its content',
      errors: [baseErrors.not_found],
      produces: '*/*',
    },
    getHealth: {
      ...open,
      path: '/api/health',
      summary: 'Answers while the API can answer',
      reply: z.strictObject({ status: z.literal('ok') }),
    },
  },
  subscriptions: {},
  tasks: {},
  lambdas: {
    api: {
      impact: 'Nobody can read the documentation of the API; monitors of its health report a failure.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: [],
      documents: ['docs', 'openapi'],
    },
  },
});
