// The stores. App Store Connect reports the decision of a review by its signed webhook. Google Play has no such webhook: its
// decision is reported with the CI's token.
import { createHash } from 'node:crypto';
import { WEBHOOK_SECRET } from '../../seed/sample-integrations.ts';
import { hmac, type OfRelease, type Reply, type Scene, whileFailing } from '../scene.ts';
import { targetOf } from '../steps.ts';

/** Sets the outcome of App Review for present and future versions. */
export const decideReviews = ({ outside, cast }: Scene, outcome: 'WAITING' | 'REJECTED' | 'APPROVED'): Promise<void> =>
  outside('app-store', 'PUT', `/_reviews/${cast.APP_STORE.config.appId}`, { outcome });

/** App Store Connect says that a version has got another state. */
export async function appStoreSays({ hook, cast }: Scene, release: Reply, newValue: string): Promise<void> {
  const type = 'appStoreVersionAppVersionStateUpdated';
  const { submissionId, buildNumber, versionId } = targetOf(release, 'APP_STORE');
  const id = createHash('sha256').update(`${submissionId} ${buildNumber} ${newValue}`).digest('hex').slice(0, 32);
  const instance = { data: { type: 'appStoreVersions', id: versionId } };
  const body = JSON.stringify({
    data: { type, id, version: 1, attributes: { newValue }, relationships: { instance } },
  });
  await hook(cast.APP_STORE.id, body, { 'x-apple-signature': `hmacsha256=${hmac(WEBHOOK_SECRET, body)}` });
}

/** Reports what a store says about what was submitted to it. */
export async function reportTarget(
  { ci, patienceMs }: Scene,
  of: OfRelease,
  target: Reply,
  status: 'APPROVED' | 'RELEASED',
) {
  const params = { ...of, integration: target.targetIntegrationId };
  const reply = await whileFailing(patienceMs, () =>
    ci.call('POST /releases/{release}/targets/{integration}/status', { params, body: { status } }),
  );
  // Its answer was lost, and said again it is refused.
  const wasDone = !reply.ok && reply.status === 409 && reply.body.code === 'release.target_illegal_transition';
  if (!reply.ok && !wasDone) throw new Error(`${target.integration.name}: ${reply.status} ${reply.body.detail}`);
}
