// Wakes the workflow of a release after an event that may end its wait. The stored state decides, so events may come twice, late or in
// any order.
import * as z from 'zod';
import { ReleaseNotesEdited } from '../../../entities/releases/events.ts';
import type { ReleaseRemainsRepo } from '../../../entities/releases/removal/release-remains.repo.ts';
import type { IntegrationUseRepo } from '../../../entities/releases/uses/integration-use.repo.ts';
import type { releaseDeadline } from '../../../statemachines/release-deadline/release-deadline.contract.ts';
import type { releaseLifecycle } from '../../../statemachines/release-lifecycle/release-lifecycle.contract.ts';
import type { AnswerInPrivate } from '../../_adapters/slack/response-url.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { VoiceDeps } from '../../_kit/chat-voice.ts';
import type { Start } from '../../_kit/workflow/executions.ts';
import type { BackgroundDeps } from '../deps.ts';
import type { Outside } from '../outside.ts';
import { endWaitIfOver, restartStoreWait } from '../workflow/next-step.ts';

export interface EventsDeps extends BackgroundDeps {
  readonly start: Start<typeof releaseLifecycle> & Start<typeof releaseDeadline>;
  readonly outside: Pick<Outside, 'pipeline' | 'store'>;
  readonly uses: IntegrationUseRepo;
  readonly remains: ReleaseRemainsRepo;
  readonly people: VoiceDeps['people'];
  readonly answerInPrivate: AnswerInPrivate;
}

/** The fields that all waking events share; entities/releases/events.ts defines each event. */
const aboutRelease = z.object({ tenantId: z.string(), data: z.object({ releaseId: z.string() }) });

export async function onReleaseChanged({ detail, ...event }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, data } = aboutRelease.parse(detail);
  await endWaitIfOver(tenantId, data.releaseId, deps);
  // A target may have waited for the notes past its time of submission.
  if (event['detail-type'] === ReleaseNotesEdited.type) await restartStoreWait(tenantId, data.releaseId, false, deps);
}
