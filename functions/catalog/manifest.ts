// The catalog domain: the services that are released, their repositories and components, and the versions of a component.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { listOf } from '../../entities/_base/list.ts';
import {
  componentView,
  createComponentBody,
  listComponentsQuery,
  shownComponentView,
  updateComponentBody,
} from '../../entities/catalog/components/component.model.ts';
import {
  componentVersionView,
  findVersionsQuery,
  listVersionsQuery,
  recordVersionBody,
  tagHistoryQuery,
  tagMoveView,
} from '../../entities/catalog/components/component-version.model.ts';
import { componentErrors, repositoryErrors, serviceErrors } from '../../entities/catalog/errors.ts';
import { ComponentDeleted, ComponentRefreshRequested } from '../../entities/catalog/events.ts';
import {
  createRepositoryBody,
  listRepositoriesQuery,
  repositoryView,
  shownRepositoryView,
  updateRepositoryBody,
} from '../../entities/catalog/repositories/repository.model.ts';
import {
  createServiceBody,
  listServicesQuery,
  SERVICE_CREATION,
  serviceView,
  shownServiceView,
  updateServiceBody,
} from '../../entities/catalog/services/service.model.ts';
import { CI_SOURCE_PREFIX } from '../../entities/names.ts';
import { TeamDeleted, UserRemoved } from '../../entities/people/events.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME, CREDENTIAL_KEY_ID, ALLOWED_OUTBOUND_HOSTS } = environment;
/** Of images that a registry reports; functions/intake/senders/registry.ts. */
const REGISTRY_SOURCE = `${CI_SOURCE_PREFIX}registry`;
const read = { role: 'VIEWER', scope: 'catalog:read', ci: true } as const;
const develop = SERVICE_CREATION;
const lead = { role: 'LEAD', scope: 'catalog:write' } as const;

export const manifest = defineManifest({
  domain: 'catalog',
  routes: {
    createService: {
      method: 'POST',
      path: '/services',
      summary: 'Creates a service; releases name it by its slug',
      access: develop,
      errors: [serviceErrors.invalid, serviceErrors.slug_taken, serviceErrors.name_taken],
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
      errors: [serviceErrors.not_found],
      status: 200,
      reply: shownServiceView,
    },
    updateService: {
      method: 'PATCH',
      path: '/services/{service}',
      summary: 'Changes a service, or switches it on or off; null deletes a field',
      access: develop,
      errors: [serviceErrors.not_found, serviceErrors.invalid, serviceErrors.name_taken],
      body: updateServiceBody,
      status: 200,
      reply: serviceView,
    },
    deleteService: {
      method: 'DELETE',
      path: '/services/{service}',
      summary: 'Deletes a service that no release, train, component, runbook or freeze window names',
      access: lead,
      errors: [serviceErrors.not_found, serviceErrors.in_use],
      status: 204,
    },
    createRepository: {
      method: 'POST',
      path: '/repositories',
      summary: 'Creates a repository',
      access: develop,
      errors: [repositoryErrors.taken],
      body: createRepositoryBody,
      status: 201,
      reply: repositoryView,
    },
    listRepositories: {
      method: 'GET',
      path: '/repositories',
      summary: 'Lists repositories, newest first',
      access: read,
      query: listRepositoriesQuery,
      status: 200,
      reply: listOf(repositoryView),
    },
    getRepository: {
      method: 'GET',
      path: '/repositories/{repository}',
      summary: 'Reads a repository',
      access: read,
      errors: [repositoryErrors.not_found],
      status: 200,
      reply: shownRepositoryView,
    },
    updateRepository: {
      method: 'PATCH',
      path: '/repositories/{repository}',
      summary: 'Changes the name, address or default branch of a repository',
      access: develop,
      errors: [repositoryErrors.not_found],
      body: updateRepositoryBody,
      status: 200,
      reply: repositoryView,
    },
    deleteRepository: {
      method: 'DELETE',
      path: '/repositories/{repository}',
      summary: 'Deletes a repository that no service names',
      access: lead,
      errors: [repositoryErrors.not_found, repositoryErrors.in_use],
      status: 204,
    },
    createComponent: {
      method: 'POST',
      path: '/components',
      summary: 'Creates a component',
      access: develop,
      errors: [componentErrors.invalid, componentErrors.name_taken],
      body: createComponentBody,
      status: 201,
      reply: componentView,
    },
    listComponents: {
      method: 'GET',
      path: '/components',
      summary: 'Lists components, newest first',
      access: read,
      query: listComponentsQuery,
      status: 200,
      reply: listOf(componentView),
    },
    getComponent: {
      method: 'GET',
      path: '/components/{component}',
      summary: 'Reads a component',
      access: read,
      errors: [componentErrors.not_found],
      status: 200,
      reply: shownComponentView,
    },
    updateComponent: {
      method: 'PATCH',
      path: '/components/{component}',
      summary: 'Changes a component; null deletes a field',
      access: develop,
      errors: [componentErrors.not_found, componentErrors.invalid, componentErrors.name_taken],
      body: updateComponentBody,
      status: 200,
      reply: componentView,
    },
    deleteComponent: {
      method: 'DELETE',
      path: '/components/{component}',
      summary: 'Deletes a component that no target runs, with its versions',
      access: lead,
      errors: [componentErrors.not_found, componentErrors.in_use],
      status: 204,
    },
    refreshComponent: {
      method: 'POST',
      path: '/components/{component}/refresh',
      summary: 'Reads the tags of a component and their digests from its registry, afterwards',
      access: develop,
      errors: [componentErrors.not_found, componentErrors.no_registry],
      status: 202,
      reply: componentView,
    },
    listComponentVersions: {
      method: 'GET',
      path: '/components/{component}/versions',
      summary: 'Lists the versions of a component by tag: digest, semantic version and channel',
      access: read,
      errors: [componentErrors.not_found],
      query: listVersionsQuery,
      status: 200,
      reply: listOf(componentVersionView),
    },
    findComponentVersions: {
      method: 'GET',
      path: '/component-versions',
      summary: 'Lists the versions of all components that have a digest now',
      access: read,
      query: findVersionsQuery,
      status: 200,
      reply: listOf(componentVersionView),
    },
    getComponentVersion: {
      method: 'GET',
      path: '/components/{component}/versions/{tag}',
      summary: 'Reads the version of a component with this tag',
      access: read,
      errors: [componentErrors.not_found, componentErrors.version_not_found],
      status: 200,
      reply: componentVersionView,
    },
    recordComponentVersion: {
      method: 'PUT',
      path: '/components/{component}/versions/{tag}',
      summary: 'Records the digest of a tag; a tag that has another digest keeps its history',
      access: develop,
      errors: [componentErrors.not_found, componentErrors.tag_invalid],
      body: recordVersionBody,
      status: 200,
      reply: componentVersionView,
    },
    listTagMoves: {
      method: 'GET',
      path: '/components/{component}/versions/{tag}/moves',
      summary: 'Lists the digests that a tag has had, newest first',
      access: read,
      errors: [componentErrors.not_found, componentErrors.version_not_found],
      query: tagHistoryQuery,
      status: 200,
      reply: listOf(tagMoveView),
    },
  },
  subscriptions: {
    cascade: {
      source: [ComponentDeleted.source],
      detailTypes: [ComponentDeleted.type],
    },
    owners: { source: [UserRemoved.source], detailTypes: [UserRemoved.type, TeamDeleted.type] },
    refresh: { source: [ComponentRefreshRequested.source], detailTypes: [ComponentRefreshRequested.type] },
    registries: { source: [{ prefix: REGISTRY_SOURCE }] },
  },
  tasks: {},
  lambdas: {
    api: {
      impact: 'People cannot see or change the catalog; releases of services that exist go on.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'],
    },
    events: {
      impact: 'Registries are not read: new tags and digests of components are not recorded.',
      environment: z.object({ TABLE_NAME, CREDENTIAL_KEY_ID, ALLOWED_OUTBOUND_HOSTS }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check', 'credentials:open'],
    },
  },
});
