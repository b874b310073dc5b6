// The catalog domain: the services that are released.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { listOf } from '../../entities/_base/list.ts';
import {
  createServiceBody,
  listServicesQuery,
  serviceView,
  updateServiceBody,
} from '../../entities/catalog/services/service.model.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME } = environment;
const read = { role: 'VIEWER', scope: 'catalog:read', ci: true } as const;
const develop = { role: 'DEVELOPER', scope: 'catalog:write', ci: true } as const;
const lead = { role: 'LEAD', scope: 'catalog:write' } as const;

export const manifest = defineManifest({
  domain: 'catalog',
  routes: {
    createService: {
      method: 'POST',
      path: '/services',
      summary: 'Creates a service; releases name it by its slug',
      access: develop,
      body: createServiceBody,
      status: 201,
      reply: serviceView,
    },
    listServices: {
      method: 'GET',
      path: '/services',
      summary: 'Lists services, newest first',
      access: read,
      query: listServicesQuery,
      status: 200,
      reply: listOf(serviceView),
    },
    getService: {
      method: 'GET',
      path: '/services/{service}',
      summary: 'Reads a service, by id or slug',
      access: read,
      status: 200,
      reply: serviceView,
    },
    updateService: {
      method: 'PATCH',
      path: '/services/{service}',
      summary: 'Changes a service, or switches it on or off; null deletes a field',
      access: develop,
      body: updateServiceBody,
      status: 200,
      reply: serviceView,
    },
    deleteService: {
      method: 'DELETE',
      path: '/services/{service}',
      summary: 'Deletes a service that no release and no train names',
      access: lead,
      status: 204,
    },
  },
  subscriptions: {},
  tasks: {},
  lambdas: {
    api: {
      impact: 'People cannot see or change the catalog; releases of services that exist go on.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'],
    },
  },
});
