// One integration as operations answer it: with the actions that the caller may do now. Pure.
import type { IntegrationItem } from '../../entities/integrations/integration.entity.ts';
import { type IntegrationAction, integrationViewOf, inUseOf } from '../../entities/integrations/integration.model.ts';
import { actionsOf, always } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import { manifest } from './manifest.ts';

function assertUnused(item: IntegrationItem): void {
  const refusal = inUseOf(item);
  if (refusal) throw refusal;
}

export const showIntegration = (caller: Caller, item: IntegrationItem) => ({
  ...integrationViewOf(item),
  actions: actionsOf<IntegrationAction>(caller, manifest, {
    updateIntegration: always,
    verifyIntegration: always,
    deleteIntegration: () => assertUnused(item),
  }),
});
