// One service, repository or component as operations answer it: with the actions that the caller may do now. Pure.
import type { ComponentItem } from '../../entities/catalog/components/component.entity.ts';
import {
  assertUnused as assertComponentUnused,
  assertHasRegistry,
  type ComponentAction,
  viewComponent,
} from '../../entities/catalog/components/component.model.ts';
import type { RepositoryItem } from '../../entities/catalog/repositories/repository.entity.ts';
import {
  assertUnnamed,
  type RepositoryAction,
  viewRepository,
} from '../../entities/catalog/repositories/repository.model.ts';
import type { ServiceItem } from '../../entities/catalog/services/service.entity.ts';
import { assertUnused, type ServiceAction, viewService } from '../../entities/catalog/services/service.model.ts';
import { actionsOf, always } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import { manifest } from './manifest.ts';

/** `useCount` resources name the service. */
export const showService = (caller: Caller, item: ServiceItem, useCount: number) => ({
  ...viewService(item),
  actions: actionsOf<ServiceAction>(caller, manifest, {
    updateService: always,
    deleteService: () => assertUnused(useCount),
  }),
});

export const showRepository = (caller: Caller, item: RepositoryItem) => ({
  ...viewRepository(item),
  actions: actionsOf<RepositoryAction>(caller, manifest, {
    updateRepository: always,
    deleteRepository: () => assertUnnamed(item),
  }),
});

export const showComponent = (caller: Caller, item: ComponentItem) => ({
  ...viewComponent(item),
  actions: actionsOf<ComponentAction>(caller, manifest, {
    updateComponent: always,
    recordComponentVersion: always,
    refreshComponent: () => assertHasRegistry(item),
    deleteComponent: () => assertComponentUnused(item),
  }),
});
