// Says whether the freeze calendar lets a deployment begin.
import { freezeAt } from '../../../entities/environments/freezes/calendar.model.ts';
import { appliesTo } from '../../../entities/environments/freezes/freeze-window.model.ts';
import type { Ops } from '../deps.ts';

export const getFreeze: Ops['getFreeze'] = async ({ caller, params, query }, { environments, freezeWindows }) => {
  const { at = caller.at, service, isRollback } = query;
  const [{ environmentId }, windows] = await Promise.all([
    environments.get(caller.tenantId, params.environment ?? ''),
    freezeWindows.all(caller.tenantId),
  ]);
  const applying = windows.filter((window) => appliesTo(window, { environmentId, service, isRollback }));
  return { body: freezeAt(applying, new Date(at).getTime()) };
};
