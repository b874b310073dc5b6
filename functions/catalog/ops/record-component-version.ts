// Records the version of a component with a tag: a new tag, or one that has another digest, which is a move.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import type { ComponentTagItem } from '../../../entities/catalog/components/component.entity.ts';
import { moved, viewVersion } from '../../../entities/catalog/components/component-version.model.ts';
import { componentErrors } from '../../../entities/catalog/errors.ts';
import { isTag } from '../../../entities/catalog/words.model.ts';
import { recordingOf } from '../components/recording.ts';
import type { Ops } from '../deps.ts';

export const recordComponentVersion: Ops['recordComponentVersion'] = async (call, deps) => {
  const { caller, body, params } = call;
  const component = await deps.components.get(caller.tenantId, params.component ?? '');
  const tag = params.tag ?? '';
  if (!isTag(tag)) throw componentErrors.tag_invalid({ detail: 'A tag has 1 to 128 letters, digits and . _ -' });
  const [before] = await deps.components.versionsOf(component, [tag]);
  assertRevision(call, before);
  const by = { source: 'API', movedBy: caller.actor.name, at: caller.at } as const;
  const recorded = moved(component, before, { tag, ...body }, by);
  const { after } = recorded ?? { after: before as ComponentTagItem };
  const reply = { body: viewVersion(after), revision: after.revision };
  if (!recorded) return reply;
  return call.save(recordingOf(caller, component, [recorded], deps), reply);
};
