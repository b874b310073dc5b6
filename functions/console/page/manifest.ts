// The console's page: one HTML document for every address below /console, and the scripts and styles that it loads.
import * as z from 'zod';
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { environment } from '../../../entities/_base/environment.ts';
import { defineManifest } from '../../_kit/manifest.ts';

const { STAGE, TABLE_NAME } = environment;

/** The query belongs to the page: filters, and what a provider adds when it sends a person back. */
const page = { method: 'GET', access: 'OPEN', query: z.looseObject({}), status: 200, produces: 'text/html' } as const;

export const manifest = defineManifest({
  domain: 'console/page',
  surface: 'open',
  routes: {
    getConsole: { ...page, path: '/console', summary: 'Shows the console to people' },
    getConsoleFile: {
      method: 'GET',
      access: 'OPEN',
      path: '/console/assets/{file}',
      summary: 'Reads a script or style of the console; its name changes with its content',
      status: 200,
      errors: [baseErrors.not_found],
      produces: '*/*',
    },
    getConsolePage: { ...page, path: '/console/{proxy+}', summary: 'Shows the console at one of its pages' },
  },
  subscriptions: {},
  tasks: {},
  lambdas: {
    api: {
      impact: 'Nobody can open the console; the API works.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: [],
      documents: ['console'],
    },
  },
});
