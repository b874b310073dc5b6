// Shared by the operations that change only the release: load it, check If-Match, save one update with its event.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import type { Envelope } from '../../../entities/_base/events.ts';
import type { Changes, Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import { viewChanged, type WholeRelease } from '../../../entities/releases/release.view.ts';
import type { Call, Reply } from '../../_kit/http/http-handler.ts';
import { auditOf, type ReleasesDeps } from '../deps.ts';

interface Decision {
  readonly changes: Changes<ReleaseItem>;
  readonly events: readonly Envelope[];
  readonly action: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly writes?: readonly Write[];
}

/** `decide` throws when the release may not change so, and otherwise says what becomes of it. */
export async function changeRelease(
  call: Pick<Call, 'caller' | 'params' | 'revision' | 'save'>,
  deps: ReleasesDeps,
  decide: (release: ReleaseItem, whole: WholeRelease) => Decision | Promise<Decision>,
): Promise<Reply> {
  const whole = await deps.releases.whole(call.caller.tenantId, call.params.release ?? '');
  const { release } = whole;
  assertRevision(call, release);
  const { changes, events, action, details, writes = [] } = await decide(release, whole);
  const at = isoOf(call.caller.at);
  const changed = { ...release, ...changes, updatedAt: at, revision: release.revision + 1 };
  return call.save(
    {
      writes: [deps.releases.update(release, at, changes), ...writes],
      events,
      audit: auditOf(release, action, details),
    },
    { body: viewChanged({ ...whole, release: changed }), revision: changed.revision },
  );
}
