// The dependencies of operations, consumers and tasks of trains, and the data of every event of a train.
import { systemActor } from '../../entities/_base/actors.ts';
import type { Actor } from '../../entities/_base/events.ts';
import type { ServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import type { IntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import type { PeopleRepo } from '../../entities/people/people.repo.ts';
import type { TrainItem } from '../../entities/trains/train.entity.ts';
import type { TrainTemplate } from '../../entities/trains/train.model.ts';
import type { TrainRepo } from '../../entities/trains/train.repo.ts';
import { releaseTrain } from '../../statemachines/release-train/release-train.contract.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Change, Save } from '../_kit/save.ts';
import type { manifest } from './manifest.ts';

export interface TrainsDeps {
  readonly trains: TrainRepo;
  readonly integrations: Pick<IntegrationRepo, 'getMany' | 'check'>;
  readonly services: Pick<ServiceRepo, 'bySlug' | 'use' | 'unuse'>;
  readonly people: Pick<PeopleRepo, 'membershipOf' | 'checkMember'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, TrainsDeps>;

export interface TrainTaskDeps extends Pick<TrainsDeps, 'trains'> {
  readonly save: Save;
  readonly now: () => number;
}

export const TRAIN_ACTOR: Actor = systemActor(releaseTrain.name);

export const factsOf = ({ trainId, service, name, leg, template }: TrainItem) => ({
  ...{ trainId, service, name, leg },
  communicationIntegrationId: (template as TrainTemplate).communicationIntegrationId,
});

export const auditOf = (
  { trainId }: TrainItem,
  action: string,
  details: Readonly<Record<string, unknown>>,
): Change['audit'] => ({ action, resourceType: 'Train', resourceId: trainId, details });
