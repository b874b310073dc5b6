// The change that records versions of a component: the tags and their moves, with one event and one audit entry.
import type { ComponentItem } from '../../../entities/catalog/components/component.entity.ts';
import type { Moved } from '../../../entities/catalog/components/component-version.model.ts';
import { ComponentVersionsRecorded } from '../../../entities/catalog/events.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import type { CatalogDeps } from '../deps.ts';

export function recordingOf(
  caller: Caller,
  component: ComponentItem,
  recorded: readonly Moved[],
  { components }: Pick<CatalogDeps, 'components'>,
): Change {
  const { componentId, serviceId } = component;
  const versions = recorded.map(({ before, after, move }) => ({
    ...{ tag: after.tag, digest: after.digest, semver: after.semver, channel: after.channel },
    previousDigest: move && before?.digest,
  }));
  return {
    writes: [components.there(component), ...recorded.flatMap((one) => components.record(one))],
    events: [ComponentVersionsRecorded.create(caller, componentId, { componentId, serviceId, versions })],
    audit: {
      action: 'component.versions_recorded',
      resourceType: 'Component',
      resourceId: componentId,
      details: { versions },
    },
  };
}
