// Shared by the operations: loads the release, target or pipeline that a route names, under If-Match, and saves one change of a
// release or target with its event, audit entry and view.
import { assertRevision, baseErrors } from '../../entities/_base/conflicts.ts';
import type { Envelope } from '../../entities/_base/events.ts';
import type { Changes, Write } from '../../entities/_base/table/table.ts';
import { isoOf } from '../../entities/_base/time/iso.ts';
import { releaseErrors } from '../../entities/releases/errors.ts';
import { locale } from '../../entities/releases/notes/release-notes.model.ts';
import type { ReleaseItem } from '../../entities/releases/release.entity.ts';
import type { WholeRelease } from '../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../entities/releases/release-parts.entity.ts';
import { pipelineRefs, targetRefs } from '../../entities/releases/uses/named.model.ts';
import type { Call, Reply } from '../_kit/http/http-handler.ts';
import { fieldProblems } from '../_kit/http/problem.ts';
import { showChanged, showTarget, storeTypeOf } from './actions.ts';
import { auditOf, type ReleasesDeps } from './deps.ts';

export type ReleaseCall = Pick<Call, 'caller' | 'params' | 'revision' | 'save'>;

const load = ({ caller, params }: ReleaseCall, { releases }: ReleasesDeps): Promise<WholeRelease> =>
  releases.whole(caller.tenantId, params.release ?? '');

export async function releaseOf(call: ReleaseCall, deps: ReleasesDeps): Promise<WholeRelease> {
  const whole = await load(call, deps);
  assertRevision(call, whole.release);
  return whole;
}

/** Throws `release.target_not_found`. */
export async function targetOf(call: ReleaseCall, deps: ReleasesDeps) {
  const whole = await load(call, deps);
  const target = whole.targets.find((item) => item.targetIntegrationId === call.params.integration);
  if (!target) throw releaseErrors.target_not_found();
  assertRevision(call, whole.release);
  const integrations = await deps.integrations.getMany(call.caller.tenantId, targetRefs([target]));
  return { whole, target, integrations, type: storeTypeOf(target, integrations) };
}

/** Throws `release.pipeline_not_found`. */
export async function pipelineOf(call: ReleaseCall, deps: ReleasesDeps) {
  const whole = await load(call, deps);
  const pipeline = whole.pipelines.find((item) => item.pipelineIntegrationId === call.params.integration);
  if (!pipeline) throw releaseErrors.pipeline_not_found();
  assertRevision(call, whole.release);
  const integrations = await deps.integrations.getMany(call.caller.tenantId, pipelineRefs([pipeline]));
  return { whole, pipeline, integrations };
}

/** The canonical form of the locale of release notes. Throws `request.invalid` unless it is a BCP 47 tag. */
export function localeOf({ params }: Pick<Call, 'params'>): string {
  const parsed = locale.safeParse(params.locale ?? '');
  if (parsed.success) return parsed.data;
  throw baseErrors.invalid({ fields: fieldProblems(parsed.error, 'locale') });
}

interface Decision<Item> {
  readonly changes: Changes<Item>;
  readonly events: readonly Envelope[];
  readonly action: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly writes?: readonly Write[];
}

/** `decide` throws a refusal. */
export async function changeRelease(
  call: ReleaseCall,
  deps: ReleasesDeps,
  decide: (release: ReleaseItem, whole: WholeRelease) => Decision<ReleaseItem> | Promise<Decision<ReleaseItem>>,
): Promise<Reply> {
  const whole = await releaseOf(call, deps);
  const { release } = whole;
  const { changes, events, action, details, writes = [] } = await decide(release, whole);
  const at = isoOf(call.caller.at);
  const changed = { ...release, ...changes, updatedAt: at, revision: release.revision + 1 };
  const audit = auditOf(release, action, details);
  return call.save(
    { writes: [deps.releases.update(release, at, changes), ...writes], events, audit },
    { body: showChanged(call.caller, { ...whole, release: changed as ReleaseItem }), revision: changed.revision },
  );
}

/** The transaction holds the release unchanged. */
export function changeTarget(
  call: ReleaseCall,
  deps: ReleasesDeps,
  { whole, target, integrations }: Awaited<ReturnType<typeof targetOf>>,
  { changes, events, action, details }: Decision<ReleaseTargetItem>,
): Promise<Reply> {
  const { release } = whole;
  const { targetIntegrationId } = target;
  return call.save(
    {
      writes: [deps.releases.updateTarget(target, isoOf(call.caller.at), changes), deps.releases.unchanged(release)],
      events,
      audit: auditOf(release, action, { targetIntegrationId, ...details }),
    },
    { body: showTarget(call.caller, whole, { ...target, ...changes }, integrations) },
  );
}
