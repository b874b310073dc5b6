// The people, CI and stores around a release on the stage, and releases that are put where a test begins.
import { expect } from 'vitest';
import type { BuildStatus, TargetStatus } from '../../../entities/releases/lifecycle/status.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { ScmCommit } from '../../../functions/_adapters/adapter.ts';
import type { Stage } from './lifecycle-stage.ts';

export interface Situation {
  readonly release?: Partial<ReleaseItem>;
  readonly builds?: BuildStatus;
  readonly targets?: TargetStatus;
}

export const commitOf = (sha: string): ScmCommit => ({
  sha,
  message: `Fix ${sha}`,
  author: 'Ada',
  accounts: [],
  committedAt: '2026-03-01T00:00:00Z',
});

export const actorsOf = (stage: Stage) => {
  /** Writes a release's state as if its workflow had brought it there. */
  const bring =
    ({ release: changes = {}, builds, targets }: Situation) =>
    async (id: string): Promise<void> => {
      const { releases, seed } = stage.world;
      const whole = await stage.stored(id);
      const at = whole.release.updatedAt;
      await seed([
        releases.update(whole.release, at, changes),
        releases.claimBranch(whole.release),
        ...whole.pipelines.flatMap((item) =>
          builds === undefined ? [] : [releases.updatePipeline(item, at, { buildStatus: builds, buildNumber: '7' })],
        ),
        ...whole.targets.flatMap((item) =>
          targets === undefined ? [] : [releases.updateTarget(item, at, { targetStatus: targets })],
        ),
      ]);
    };

  async function reportBuilds(id: string, status: 'SUCCESS' | 'FAILURE'): Promise<void> {
    const { release, pipelines } = await stage.stored(id);
    for (const { triggerId, buildStatus } of pipelines) {
      if (buildStatus !== 'RUNNING') continue;
      const parameters = { BRANCH: release.branchRelease, WINDLASS_TRIGGER_ID: triggerId };
      const build = { number: 7, phase: 'COMPLETED', status, parameters };
      const payload = { name: 'ios', url: 'job/ios/', build };
      const detail = { tenantId: release.tenantId, payload };
      await stage.ci({ source: 'ci.jenkins', 'detail-type': 'build', detail });
    }
  }
  /** The latest question about a release that has this status. */
  async function approvalOf(id: string, status: string): Promise<string | undefined> {
    const { body } = await stage.world.asLead('GET', `/approvals?limit=100&status=${status}`);
    return body.items.find((item: { subject: { id: string } }) => item.subject.id === id)?.id;
  }
  async function signOff(id: string): Promise<void> {
    const approvalId = await approvalOf(id, 'PENDING');
    const reply = await stage.world.asLead('POST', `/approvals/${approvalId}/decisions`, { action: 'APPROVED' });
    expect(reply.status).toBe(200);
    await stage.settle();
  }
  const answer = async (id: string, status: string, which: readonly number[] = [0, 1]): Promise<void> => {
    const { targets } = await stage.stored(id);
    for (const index of which) {
      const path = `targets/${targets[index]?.targetIntegrationId}/status`;
      expect(
        (await stage.act(id, path, { status, reason: status === 'REJECTED' ? 'crashes' : undefined })).status,
      ).toBe(200);
    }
  };

  /** Pushes commits to the release branch; GitHub tells it, unless the message is lost. */
  async function push(id: string, shas: readonly string[], isTold = true): Promise<void> {
    const { release } = await stage.stored(id);
    stage.services.pushed.push(...shas.map(commitOf));
    if (!isTold) return;
    const payload = { ref: `refs/heads/${release.branchRelease}`, commits: shas.map((sha) => ({ id: sha })) };
    const { tenantId, scmIntegrationId: integrationId } = release;
    await stage.ci({ source: 'ci.github', 'detail-type': 'push', detail: { tenantId, integrationId, payload } });
  }

  return { bring, push, reportBuilds, approvalOf, signOff, answer };
};
