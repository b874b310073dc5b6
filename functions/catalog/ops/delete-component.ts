// Deletes a component; the consumer of the event removes its versions.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { saveDeleted } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { componentKind } from '../kinds.ts';
import { componentReferences } from '../services/references.ts';

export const deleteComponent: Ops['deleteComponent'] = async (call, deps) => {
  const component = await deps.components.get(call.caller.tenantId, call.params.component ?? '');
  assertRevision(call, component);
  const uses = await componentReferences(call.caller, component, {}, deps);
  return saveDeleted(call, componentKind, component, [...deps.components.remove(component), ...uses]);
};
