// Lists the moves of a tag, newest first.
import { viewMove } from '../../../entities/catalog/components/component-version.model.ts';
import type { Ops } from '../deps.ts';

export const listTagMoves: Ops['listTagMoves'] = async (call, deps) => {
  const component = await deps.components.get(call.caller.tenantId, call.params.component ?? '');
  const version = await deps.components.version(component, call.params.tag ?? '');
  const { items, nextCursor } = await deps.components.history(version, call.query);
  return { body: { items: items.map(viewMove), nextCursor } };
};
