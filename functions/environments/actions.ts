// One environment, freeze window or target as operations answer it: with the actions that the caller may do now. Pure.
import { isoOf } from '../../entities/_base/time/iso.ts';
import type { EnvironmentItem } from '../../entities/environments/environment.entity.ts';
import {
  assertRuns,
  assertStopped,
  assertUnused,
  type EnvironmentAction,
  viewEnvironment,
} from '../../entities/environments/environment.model.ts';
import { type Opening, openings } from '../../entities/environments/freezes/calendar.model.ts';
import type { FreezeWindowItem } from '../../entities/environments/freezes/freeze-window.entity.ts';
import { type FreezeWindowAction, viewFreezeWindow } from '../../entities/environments/freezes/freeze-window.model.ts';
import {
  assertMayLoosenFreeze,
  freezeLoosenedByDeletion,
} from '../../entities/environments/freezes/loosening.model.ts';
import { assertMayLoosen, loosenedByDeletion } from '../../entities/environments/loosening.model.ts';
import type { TargetItem } from '../../entities/environments/targets/target.entity.ts';
import {
  assertUnused as assertTargetUnused,
  type TargetAction,
  viewTarget,
} from '../../entities/environments/targets/target.model.ts';
import { actionsOf, always } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import { manifest } from './manifest.ts';

const MOST_OPENINGS = 5;

function nextOpenings(item: FreezeWindowItem, at: number): Opening[] {
  const found: Opening[] = [];
  for (const opening of openings(item, at)) if (found.push(opening) === MOST_OPENINGS) break;
  return found;
}

export const showEnvironment = (caller: Caller, item: EnvironmentItem) => ({
  ...viewEnvironment(item),
  actions: actionsOf<EnvironmentAction>(caller, manifest, {
    updateEnvironment: always,
    stopEnvironment: () => assertRuns(item),
    liftEnvironmentStop: () => assertStopped(item),
    deleteEnvironment: () => {
      assertMayLoosen(caller, loosenedByDeletion(item));
      assertUnused(item);
    },
  }),
});

export const showFreezeWindow = (caller: Caller, item: FreezeWindowItem) => ({
  ...viewFreezeWindow(item),
  openings: nextOpenings(item, caller.at).map(({ begins, ends }) => ({ begins: isoOf(begins), ends: isoOf(ends) })),
  actions: actionsOf<FreezeWindowAction>(caller, manifest, {
    updateFreezeWindow: always,
    deleteFreezeWindow: () => assertMayLoosenFreeze(caller, freezeLoosenedByDeletion(item, caller.at)),
  }),
});

export const showTarget = (caller: Caller, item: TargetItem) => ({
  ...viewTarget(item),
  actions: actionsOf<TargetAction>(caller, manifest, {
    updateEnvironmentTarget: always,
    deleteEnvironmentTarget: () => assertTargetUnused(item),
  }),
});
