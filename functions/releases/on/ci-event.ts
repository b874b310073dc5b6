// Events from outside, by webhook or from the bus: each is read by its reader in entities/intake/outside-events.model.ts and heard
// by what it is about. One that cannot be read, or is about nothing of ours, is counted and changes nothing.
import * as z from 'zod';
import { readerOf } from '../../../entities/intake/outside-events.model.ts';
import { METRICS } from '../../../entities/names.ts';
import type { About, From, Reader, Reports } from '../../../entities/releases/reports/report.model.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { unreadReason } from '../../_kit/bus/unread.ts';
import { count } from '../../_kit/metrics.ts';
import { hearBuild } from '../builds/hear-build.ts';
import { hearPush } from './ci-push.ts';
import { hearVersion } from './ci-version.ts';
import type { EventsDeps } from './release-changed.ts';

/** Without a tenant it is nobody's, and ends where the operator looks. */
const outsideDetail = z.object({
  tenantId: z.string(),
  integrationId: z.string().optional(),
  payload: z.unknown().optional(),
});

/** True when a release was meant. */
type Hear<A extends Heard> = (report: Reports[A], from: From, deps: EventsDeps) => Promise<boolean>;

/** Images are heard of by functions/catalog/on/image-pushed.ts, deployments by functions/deployments/on/deployment-reported.ts. */
type Heard = Exclude<About, 'IMAGE' | 'DEPLOYMENT'>;

const HEAR: { readonly [A in Heard]: Hear<A> } = {
  BUILD: hearBuild,
  PUSH: hearPush,
  VERSION: hearVersion,
};

interface Named {
  readonly versionId?: string | undefined;
  readonly repository?: string | undefined;
  readonly jobs?: readonly string[] | undefined;
  readonly branch?: string | undefined;
}
/** The thing that a report says it is about. */
const nameOf = ({ versionId, repository, jobs, branch }: Named) => versionId ?? repository ?? jobs?.[0] ?? branch;

/** The reports of a payload; none, and counted, for one that is not as its sender documents it. */
function reportsOf<A extends Heard>(
  { read }: Reader<A>,
  payload: unknown,
  countUnread: (reason: string) => void,
): readonly Reports[A][] {
  try {
    return [read(payload) ?? []].flat() as readonly Reports[A][];
  } catch (error) {
    countUnread(unreadReason(error));
    return [];
  }
}

export async function onCiEvent(event: BusEvent, deps: EventsDeps): Promise<void> {
  const { source, 'detail-type': detailType } = event;
  const reader = readerOf(source, detailType);
  if (!reader || reader.about === 'IMAGE' || reader.about === 'DEPLOYMENT') return;
  const { tenantId, integrationId, payload } = outsideDetail.parse(event.detail);
  const about = { detailType, tenantId, integrationId };
  const reports = reportsOf(reader as Reader<Heard>, payload, (reason) =>
    count(METRICS.unread, source, { ...about, reason }),
  );
  const hear = HEAR[reader.about] as Hear<Heard>;
  for (const report of reports) {
    const isHeard = await hear(report, { tenantId, integrationId, source }, deps);
    if (!isHeard) count(METRICS.unmatched, source, { ...about, named: nameOf(report) });
  }
}
