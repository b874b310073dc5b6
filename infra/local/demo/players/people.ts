// People: a developer who makes releases, kicks them off and asks for builds; the lead, who decides in Slack and asks stores
// for rollouts. An action that was done already, but whose answer was lost, counts as done.
import type { JsonObject } from '../../contracts.ts';
import { LEAD_SLACK_ID, SLACK_SIGNING_SECRET } from '../../seed/sample-integrations.ts';
import { hmac, POLL_MS, pause, type Reply, type Scene, whileFailing } from '../scene.ts';
import { pipelineOf, targetOf } from '../steps.ts';

/** The workspace of the stand-in: who presses is only known within it. */
const SLACK_TEAM_ID = 'T0WINDLASS';

const said = ({ status, body }: Reply): string => `${status} ${body?.code ?? ''} ${body?.detail ?? ''}`;

/** The releaseKey is unique, so that asking again after a lost answer creates no second one. */
export async function createRelease({ developer, patienceMs }: Scene, body: JsonObject): Promise<Reply> {
  const reply = await whileFailing(patienceMs, () => developer.call('POST', '/releases', body));
  if (reply.status === 201) return reply.body;
  const key = encodeURIComponent(`${body.service}@${body.version}`);
  if (reply.status === 409) return developer.must('GET', `/releases/${key}`);
  throw new Error(said(reply));
}

export async function kickOff({ developer, patienceMs }: Scene, path: string): Promise<void> {
  const reply = await whileFailing(patienceMs, () => developer.call('POST', `${path}/kickoff`));
  const wasDone = reply.body?.code === 'release.illegal_transition';
  if (reply.status !== 200 && !wasDone) throw new Error(said(reply));
}

export async function requestBuild(
  { developer, patienceMs }: Scene,
  path: string,
  release: Reply,
  type: 'JENKINS' | 'GITHUB_ACTIONS',
): Promise<void> {
  const { pipelineIntegrationId } = pipelineOf(release, type);
  const route = `${path}/pipelines/${pipelineIntegrationId}/trigger`;
  const reply = await whileFailing(patienceMs, () => developer.call('POST', route));
  if (reply.status !== 202) throw new Error(said(reply));
}

/** Asks for a rollout; answers what Windlass says to it, a refusal too. `action` is `/complete` and the like. */
export async function askForRollout(
  { lead, patienceMs }: Scene,
  path: string,
  release: Reply,
  { action = '', percentage }: { action?: string; percentage?: number },
): Promise<Reply> {
  const { targetIntegrationId } = targetOf(release, 'PLAY_STORE');
  const route = `${path}/targets/${targetIntegrationId}/rollout${action}`;
  return whileFailing(patienceMs, () =>
    lead.call('POST', route, percentage === undefined ? undefined : { percentage }),
  );
}

/** The pending sign-off of the release; undefined when it has been decided already. */
async function openApproval({ developer, patienceMs }: Scene, releaseId: string): Promise<string | undefined> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const [pending, release] = await Promise.all([
      developer.call('GET', '/approvals?status=PENDING&limit=100'),
      developer.call('GET', `/releases/${releaseId}`),
    ]);
    const approval = pending.body?.items?.find((item: Reply) => item.subject.id === releaseId);
    if (approval) return approval.id;
    if (release.status === 200 && release.body.status !== 'REGRESSION_IN_PROGRESS') return undefined;
    if (Date.now() > deadline) throw new Error('nobody was asked to sign the regression off');
    await pause(POLL_MS);
  }
}

/** The lead decides in Windlass about a release that no chat is told of. */
export async function approveHere(scene: Scene, releaseId: string): Promise<void> {
  const approvalId = await openApproval(scene, releaseId);
  if (approvalId === undefined) return;
  const path = `/approvals/${approvalId}/decisions`;
  const reply = await whileFailing(scene.patienceMs, () => scene.lead.call('POST', path, { action: 'APPROVED' }));
  const wasDone = reply.status === 409;
  if (reply.status !== 200 && !wasDone) throw new Error(said(reply));
}

/** The lead presses Approve under the question about this release, as Slack sends it. */
export async function pressApprove(scene: Scene, releaseId: string): Promise<void> {
  const approvalId = await openApproval(scene, releaseId);
  if (approvalId === undefined) return;
  const payload = {
    type: 'block_actions',
    team: { id: SLACK_TEAM_ID, domain: 'acme' },
    user: { id: LEAD_SLACK_ID, name: 'lena', team_id: SLACK_TEAM_ID },
    actions: [{ action_id: 'approve', value: JSON.stringify({ approvalId }) }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  await scene.hook(scene.cast.SLACK.id, body, {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': `v0=${hmac(SLACK_SIGNING_SECRET, `v0:${timestamp}:${body}`)}`,
  });
}
