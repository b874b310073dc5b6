// The change that records versions of a component: the tags and their moves, with one event and one audit entry.
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { ComponentItem } from '../../../entities/catalog/components/component.entity.ts';
import { type Moved, moved } from '../../../entities/catalog/components/component-version.model.ts';
import { ComponentVersionsRecorded } from '../../../entities/catalog/events.ts';
import { isTag, type MoveSource } from '../../../entities/catalog/words.model.ts';
import { isPassing } from '../../../entities/integrations/errors.ts';
import { type Delivery, REDELIVERY_SECONDS } from '../../_kit/bus/bus-event.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { type Caller, type Change, retryOnConflict } from '../../_kit/save.ts';
import { waitInWords } from '../../_kit/workflow/task.ts';
import type { CatalogDeps, CatalogEventsDeps } from '../deps.ts';

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

/** The most versions of one change: two items each, in a transaction of at most 100. */
const MOST_RECORDED = 25;
/** Requests to a registry at a time. */
const AT_ONCE = 8;

/** Asks the registry for the digests of these tags, and records those that changed. Tags that the registry does not have are left out. */
export async function recordTags(
  caller: Caller,
  component: ComponentItem,
  tags: readonly string[],
  source: MoveSource,
  { components, registryOf, save }: CatalogEventsDeps,
): Promise<void> {
  const registry = await registryOf(component);
  const read: { readonly tag: string; readonly digest: string }[] = [];
  const wanted = tags.filter(isTag);
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const some = wanted.slice(from, from + AT_ONCE);
    const digests = await Promise.all(some.map((tag) => registry.digestOf({ image: component.imagePath, tag })));
    read.push(...some.flatMap((tag, index) => (digests[index] === undefined ? [] : [{ tag, digest: digests[index] }])));
  }
  for (let from = 0; from < read.length; from += MOST_RECORDED) {
    const some = read.slice(from, from + MOST_RECORDED);
    await retryOnConflict(async () => {
      const known = await components.versionsOf(
        component,
        some.map(({ tag }) => tag),
      );
      const by = { source, movedBy: caller.actor.name, at: caller.at };
      const recorded = some.flatMap(
        (one) =>
          moved(
            component,
            known.find(({ tag }) => tag === one.tag),
            one,
            by,
          ) ?? [],
      );
      if (recorded.length > 0) await save(caller, recordingOf(caller, component, recorded, { components }));
    });
  }
}

/** The same, with its outcome on the component; an error of the registry that may pass is thrown, so that the event comes again. */
export async function recordNoted(
  caller: Caller,
  component: ComponentItem,
  work: () => Promise<{ readonly isWhole: boolean; readonly remark?: string }>,
  deps: Pick<CatalogEventsDeps, 'components'>,
  delivery?: Delivery,
): Promise<void> {
  const { tenantId, componentId } = component;
  const note = async (noted: Parameters<typeof deps.components.keep>[1]) =>
    retryOnConflict(async () => {
      const present = await unlessGone('component', deps.components.get(tenantId as TenantId, componentId));
      if (present) await deps.components.keep(present, noted);
    });
  try {
    const { isWhole, remark } = await work();
    await note({ refreshError: remark, ...(isWhole ? { refreshedAt: isoOf(caller.at) } : {}) });
  } catch (error) {
    if (!isDomainError(error) || !error.code.startsWith('integration.')) throw error;
    const { retryAfterSeconds = 0 } = error.details;
    const isLong = isPassing(error) && retryAfterSeconds > REDELIVERY_SECONDS;
    const until = isLong ? `. ${waitInWords(caller.at + retryAfterSeconds * 1000)}` : '';
    await note({ refreshError: `${error.code}: ${error.message}${until}` });
    if (isPassing(error) && !isLong && !delivery?.isLast) throw error;
  }
}
