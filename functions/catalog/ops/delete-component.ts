// Deletes a component that no target runs; the consumer of the event removes its versions.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { assertUnused } from '../../../entities/catalog/components/component.model.ts';
import { saveDeleted } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { componentKind } from '../kinds.ts';
import { componentReferences } from '../services/references.ts';

/** The most targets that a refusal names. */
const MAX_NAMED = 20;

export const deleteComponent: Ops['deleteComponent'] = async (call, deps) => {
  const component = await deps.components.get(call.caller.tenantId, call.params.component ?? '');
  assertRevision(call, component);
  const { tenantId, componentId, useCount = 0 } = component;
  const targets = useCount === 0 ? [] : await deps.targets.ofComponent(tenantId, componentId, MAX_NAMED);
  assertUnused(
    component,
    targets.map(({ name }) => name),
  );
  const uses = await componentReferences(call.caller, component, {}, deps);
  return saveDeleted(call, componentKind, component, [...deps.components.remove(component), ...uses]);
};
