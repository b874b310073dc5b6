// Asks the pilot or a LEAD for the sign-off of the current regression cycle. Asking again changes nothing.
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { SIGN_OFF_STAGE } from '../../../entities/approvals/approval.model.ts';
import { PLATFORM_NAMES } from '../../../entities/integrations/types/integration-type.ts';
import { platformOf } from '../../../entities/integrations/types/integration-types.ts';
import { spoken } from '../../../entities/notifications/message.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { pipelineRefs, targetRefs } from '../../../entities/releases/uses/named.model.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { ask, type Question } from '../ask.ts';
import type { BackgroundDeps } from '../deps.ts';

const input = z.object({ tenantId: z.string(), releaseId: z.string(), executionId: z.string() });

const questionOf = ({ releaseId, releaseKey, regressionCycle: round, releasePilotId }: ReleaseItem): Question => ({
  subject: { type: 'Release', id: releaseId, key: releaseKey },
  ...{ stage: SIGN_OFF_STAGE, round, question: `Sign off ${spoken(releaseKey)}, cycle ${round}?` },
  policy: {
    roles: ['ADMIN', 'LEAD'],
    userIds: releasePilotId === undefined ? [] : [releasePilotId],
    ...{ approvalsNeeded: 1, groups: [], excludedUserIds: [] },
  },
});

const MOST_TITLES = 5;

/** The facts for the decision: the builds, the changes in them, and their targets. */
async function questionFacts({ release, targets, pipelines }: WholeRelease, deps: BackgroundDeps) {
  const { tenantId, releaseId, releasePilotId, regressionCycle } = release;
  const [cycle, pilot, integrations] = await Promise.all([
    deps.releases.cycles.get(tenantId, releaseId, regressionCycle),
    releasePilotId === undefined ? undefined : deps.people.membershipOf(tenantId as TenantId, releasePilotId),
    deps.integrations.getMany(tenantId, [...targetRefs(targets), ...pipelineRefs(pipelines)]),
  ]);
  const { commits = [], commitCount: count = commits.length } = cycle ?? {};
  const nameOf = (id: string, target: string) => {
    const type = integrations.get(target)?.type;
    const platform = type && platformOf(type);
    return platform === undefined ? (integrations.get(id)?.name ?? id) : PLATFORM_NAMES[platform];
  };
  return {
    ...(pilot ? { pilotName: pilot.name } : {}),
    builds: pipelines.map((one) => ({
      name: nameOf(one.pipelineIntegrationId, one.targetIntegrationId),
      buildNumber: one.buildNumber,
    })),
    commits: { count, titles: commits.slice(-MOST_TITLES).map(({ message }) => message) },
    targets: targets
      .filter(({ targetStatus }) => targetStatus !== 'RELEASED')
      .map(({ targetIntegrationId, initialPercentage: percentage }) => ({ targetIntegrationId, percentage })),
  };
}

/** Does nothing if the release was deleted, is not in regression, or this cycle's question was asked before. */
export async function requestSignOff(raw: unknown, deps: BackgroundDeps): Promise<void> {
  const { releaseId, executionId, ...given } = input.parse(raw);
  const tenantId = given.tenantId as TenantId;
  const caller: Caller = { tenantId, actor: systemActor('approvals'), correlationId: executionId, at: deps.now() };
  await retryOnConflict(async () => {
    const [whole, asked] = await Promise.all([
      unlessGone('release', deps.releases.whole(tenantId, releaseId)),
      deps.approvals.questionsOf(tenantId, releaseId),
    ]);
    if (whole?.release.status !== 'REGRESSION_IN_PROGRESS') return;
    const { release } = whole;
    const question = questionOf(release);
    if (asked.some(({ stage, round }) => stage === question.stage && round === question.round)) return;
    await ask(caller, question, await questionFacts(whole, deps), deps.releases.unchanged(release), deps);
  });
}
