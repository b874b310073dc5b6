// The kinds of resources of the environments domain.
import type { EnvironmentItem } from '../../entities/environments/environment.entity.ts';
import { viewEnvironment } from '../../entities/environments/environment.model.ts';
import {
  EnvironmentCreated,
  EnvironmentDeleted,
  EnvironmentUpdated,
  FreezeWindowCreated,
  FreezeWindowDeleted,
  FreezeWindowUpdated,
  TargetCreated,
  TargetDeleted,
  TargetUpdated,
} from '../../entities/environments/events.ts';
import type { FreezeWindowItem } from '../../entities/environments/freezes/freeze-window.entity.ts';
import { viewFreezeWindow } from '../../entities/environments/freezes/freeze-window.model.ts';
import type { TargetItem } from '../../entities/environments/targets/target.entity.ts';
import { targetFactsOf, viewTarget } from '../../entities/environments/targets/target.model.ts';
import type { Kind } from '../_kit/resources/kind.ts';

export const factsOf = ({ environmentId, name }: EnvironmentItem) => ({ environmentId, name });
export const environmentKind: Kind<EnvironmentItem> = {
  noun: 'environment',
  resourceType: 'Environment',
  path: '/environments',
  idOf: ({ environmentId }) => environmentId,
  view: viewEnvironment,
  created: (caller, item) => EnvironmentCreated.create(caller, item.environmentId, factsOf(item)),
  updated: (caller, item, changed) =>
    EnvironmentUpdated.create(caller, item.environmentId, { ...factsOf(item), changed }),
  deleted: (caller, item) => EnvironmentDeleted.create(caller, item.environmentId, factsOf(item)),
};

const freezeWindow = ({ freezeWindowId }: FreezeWindowItem) => ({ freezeWindowId });
export const freezeWindowKind: Kind<FreezeWindowItem> = {
  noun: 'freeze_window',
  resourceType: 'FreezeWindow',
  path: '/freeze-windows',
  idOf: ({ freezeWindowId }) => freezeWindowId,
  view: viewFreezeWindow,
  created: (caller, item) => FreezeWindowCreated.create(caller, item.freezeWindowId, freezeWindow(item)),
  updated: (caller, item, changed) =>
    FreezeWindowUpdated.create(caller, item.freezeWindowId, { ...freezeWindow(item), changed }),
  deleted: (caller, item) => FreezeWindowDeleted.create(caller, item.freezeWindowId, freezeWindow(item)),
};

export const targetKind: Kind<TargetItem> = {
  noun: 'target',
  resourceType: 'Target',
  path: '/targets',
  idOf: ({ targetId }) => targetId,
  view: viewTarget,
  created: (caller, item) => TargetCreated.create(caller, item.targetId, targetFactsOf(item)),
  updated: (caller, item, changed) => TargetUpdated.create(caller, item.targetId, { ...targetFactsOf(item), changed }),
  deleted: (caller, item) => TargetDeleted.create(caller, item.targetId, targetFactsOf(item)),
};
