// The abilities of each store, as a table.
import { expect, it } from 'vitest';
import type { RolloutAction } from '../../../../../entities/integrations/types/integration-type.ts';
import type { TargetType } from '../../../../../entities/integrations/types/integration-types.ts';
import { releaseModeRefusal, rolloutRefusal } from '../../../../../entities/integrations/types/store-rollout.model.ts';

const CAN: readonly (readonly [TargetType, readonly RolloutAction[]])[] = [
  ['APP_STORE', ['ROLL_OUT', 'PAUSE', 'RESUME', 'STATUS', 'RELEASE', 'WITHDRAW']],
  ['PLAY_STORE', ['ROLL_OUT', 'RESUME', 'HALT', 'STATUS', 'WITHDRAW']],
  ['WEB', []],
  ['SERVER', ['STATUS', 'WITHDRAW']],
];
const ACTIONS: readonly RolloutAction[] = ['ROLL_OUT', 'PAUSE', 'RESUME', 'HALT', 'STATUS', 'RELEASE', 'WITHDRAW'];

it.each(CAN)('%s can %j, and says a sentence of everything else', (type, can) => {
  expect(ACTIONS.filter((action) => rolloutRefusal(type, action) === undefined)).toEqual(can);
  for (const action of ACTIONS.filter((one) => !can.includes(one))) {
    expect(rolloutRefusal(type, action)).toMatch(/^[A-Z].{20,}/);
  }
});

it.each([
  ['APP_STORE', 1, true],
  ['APP_STORE', 2, false],
  ['APP_STORE', 100, true],
  ['PLAY_STORE', 0, false],
  ['PLAY_STORE', 0.5, true],
  ['PLAY_STORE', 100, true],
  ['PLAY_STORE', 100.1, false],
  ['PLAY_STORE', Number.NaN, false],
  ['WEB', 50, false],
  ['SERVER', 50, false],
] as const)('%s takes %d percent: %s', (type, percentage, isTaken) => {
  expect(rolloutRefusal(type, 'ROLL_OUT', percentage) === undefined).toBe(isTaken);
});

it.each([
  ['APP_STORE', 'MANUAL', undefined],
  ['APP_STORE', { at: '2026-03-02T09:00:00.000Z' }, undefined],
  ['PLAY_STORE', 'AUTOMATIC', undefined],
  ['PLAY_STORE', 'MANUAL', 'managed publishing'],
  ['PLAY_STORE', { at: '2026-03-02T09:00:00.000Z' }, 'managed publishing'],
  ['WEB', 'AUTOMATIC', undefined],
  ['SERVER', 'AUTOMATIC', undefined],
  ['SERVER', 'MANUAL', 'submit the version later'],
  ['WEB', 'MANUAL', 'submit the version later'],
] as const)('%s keeps an approved version (%j): refused with %j', (type, mode, said) => {
  const refusal = releaseModeRefusal(type, mode);
  if (said === undefined) expect(refusal).toBeUndefined();
  else expect(refusal).toContain(said);
});
