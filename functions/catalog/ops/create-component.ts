// Creates a component. Its versions are recorded afterwards, or read from its registry.
import { newId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { type ComponentItem, componentDefinition } from '../../../entities/catalog/components/component.entity.ts';
import { imagePathOf } from '../../../entities/catalog/components/image-name.model.ts';
import { saveCreated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { componentKind } from '../kinds.ts';
import { componentReferences } from '../services/references.ts';

export const createComponent: Ops['createComponent'] = async (call, deps) => {
  const { caller, body } = call;
  const { tenantId, at } = caller;
  const stamps = firstStamps(componentDefinition, isoOf(at));
  const item = {
    ...body,
    tenantId,
    componentId: newId<'Component'>(at),
    imagePath: imagePathOf(body.imageRepository),
    ...stamps,
  } as ComponentItem;
  const uses = await componentReferences(caller, {}, body, deps);
  return saveCreated(call, componentKind, item, [...deps.components.create(item), ...uses]);
};
