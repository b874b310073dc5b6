// The three kinds of the catalog.
import type { ComponentItem } from '../../entities/catalog/components/component.entity.ts';
import { viewComponent } from '../../entities/catalog/components/component.model.ts';
import {
  ComponentCreated,
  ComponentDeleted,
  ComponentUpdated,
  RepositoryCreated,
  RepositoryDeleted,
  RepositoryUpdated,
  ServiceCreated,
  ServiceDeleted,
  ServiceUpdated,
} from '../../entities/catalog/events.ts';
import type { RepositoryItem } from '../../entities/catalog/repositories/repository.entity.ts';
import { viewRepository } from '../../entities/catalog/repositories/repository.model.ts';
import type { ServiceItem } from '../../entities/catalog/services/service.entity.ts';
import { viewService } from '../../entities/catalog/services/service.model.ts';
import type { Kind } from '../_kit/resources/kind.ts';

const service = ({ serviceId, slug }: ServiceItem) => ({ serviceId, slug });
export const serviceKind: Kind<ServiceItem> = {
  noun: 'service',
  resourceType: 'Service',
  path: '/services',
  idOf: ({ serviceId }) => serviceId,
  view: viewService,
  created: (caller, item) => ServiceCreated.create(caller, item.serviceId, service(item)),
  updated: (caller, item, changed) => ServiceUpdated.create(caller, item.serviceId, { ...service(item), changed }),
  deleted: (caller, item) => ServiceDeleted.create(caller, item.serviceId, service(item)),
};

const repository = ({ repositoryId }: RepositoryItem) => ({ repositoryId });
export const repositoryKind: Kind<RepositoryItem> = {
  noun: 'repository',
  resourceType: 'Repository',
  path: '/repositories',
  idOf: ({ repositoryId }) => repositoryId,
  view: viewRepository,
  created: (caller, item) => RepositoryCreated.create(caller, item.repositoryId, repository(item)),
  updated: (caller, item, changed) =>
    RepositoryUpdated.create(caller, item.repositoryId, { ...repository(item), changed }),
  deleted: (caller, item) => RepositoryDeleted.create(caller, item.repositoryId, repository(item)),
};

const component = ({ componentId, serviceId }: ComponentItem) => ({ componentId, serviceId });
export const componentKind: Kind<ComponentItem> = {
  noun: 'component',
  resourceType: 'Component',
  path: '/components',
  idOf: ({ componentId }) => componentId,
  view: viewComponent,
  created: (caller, item) => ComponentCreated.create(caller, item.componentId, component(item)),
  updated: (caller, item, changed) =>
    ComponentUpdated.create(caller, item.componentId, { ...component(item), changed }),
  deleted: (caller, item) => ComponentDeleted.create(caller, item.componentId, component(item)),
};
