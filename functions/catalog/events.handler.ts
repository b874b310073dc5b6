// The `events` function of the catalog domain.
import { createComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import { ComponentDeleted } from '../../entities/catalog/events.ts';
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import type { CatalogEventsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { onComponentDeleted } from './on/component-deleted.ts';

export const consumers: Consumers<CatalogEventsDeps> = { events: { [ComponentDeleted.type]: onComponentDeleted } };

export const handler = eventsOf(manifest, consumers, ({ table }) => ({ components: createComponentRepo(table) }));
