// People: a developer who makes releases, kicks them off and asks for builds; the lead, who decides in Slack and asks stores
// for rollouts; the admin. An action that was done already, but whose answer was lost, counts as done.
import type { Answer, Input } from '../../../../functions/client.ts';
import { type Credentials, clientOf } from '../../seed/credentials.ts';
import { LEAD_SLACK_ID, SLACK_SIGNING_SECRET } from '../../seed/sample-integrations.ts';
import { emailOf, SAMPLE_PASSWORD } from '../../seed/sample-people.ts';
import { hmac, type OfRelease, POLL_MS, pause, type Reply, type Scene, whileFailing } from '../scene.ts';
import { pipelineOf, targetOf } from '../steps.ts';

export type NewRelease = Input<'POST /releases'>['body'];

/** The workspace of the stand-in: who presses is only known within it. */
const SLACK_TEAM_ID = 'T0WINDLASS';

const said = ({ status, body }: Reply): string => `${status} ${body?.code ?? ''} ${body?.detail ?? ''}`;

/** The credentials with sessions of developer, lead and admin, who sign in with their passwords, instead of their tokens. */
export async function signIn(credentials: Credentials): Promise<Credentials> {
  const visitor = clientOf(credentials);
  const sessionOf = async (username: string) => {
    const body = { login: emailOf(username), password: SAMPLE_PASSWORD };
    const answer = await visitor.must('POST /sessions', { body });
    if (!('token' in answer) || answer.token === null) throw new Error(`${username} has to show a passkey`);
    return answer.token;
  };
  const [developer, lead, admin] = await Promise.all([sessionOf('dev'), sessionOf('lena'), sessionOf('ada')]);
  return { ...credentials, tokens: { ...credentials.tokens, developer, lead, admin } };
}

/** The releaseKey is unique, so that asking again after a lost answer creates no second one. */
export async function createRelease({ developer, patienceMs }: Scene, body: NewRelease): Promise<Reply> {
  const reply = await whileFailing(patienceMs, () => developer.call('POST /releases', { body }));
  if (reply.status === 201) return reply.body;
  const params = { release: `${body.service}@${body.version}` };
  if (reply.status === 409) return developer.must('GET /releases/{release}', { params });
  throw new Error(said(reply));
}

export async function kickOff({ developer, patienceMs }: Scene, params: OfRelease): Promise<void> {
  const reply = await whileFailing(patienceMs, () => developer.call('POST /releases/{release}/kickoff', { params }));
  const wasDone = !reply.ok && reply.body.code === 'release.illegal_transition';
  if (!reply.ok && !wasDone) throw new Error(said(reply));
}

export async function requestBuild(
  { developer, patienceMs }: Scene,
  of: OfRelease,
  release: Reply,
  type: 'JENKINS' | 'GITHUB_ACTIONS',
): Promise<void> {
  const { pipelineIntegrationId } = pipelineOf(release, type);
  const params = { ...of, integration: pipelineIntegrationId };
  const reply = await whileFailing(patienceMs, () =>
    developer.call('POST /releases/{release}/pipelines/{integration}/trigger', { params }),
  );
  if (reply.status !== 202) throw new Error(said(reply));
}

/** Asks for a rollout, to all users without a percentage; answers what Windlass says to it, a refusal too. */
export async function askForRollout(
  { lead, patienceMs }: Scene,
  of: OfRelease,
  release: Reply,
  { percentage }: { percentage?: number },
): Promise<Reply> {
  const params = { ...of, integration: targetOf(release, 'PLAY_STORE').targetIntegrationId };
  const route = 'POST /releases/{release}/targets/{integration}/rollout';
  return whileFailing<Answer<typeof route>>(patienceMs, () =>
    percentage === undefined
      ? lead.call(`${route}/complete`, { params })
      : lead.call(route, { params, body: { percentage } }),
  );
}

/** The pending sign-off of the release; undefined when it has been decided already. */
async function openApproval({ developer, patienceMs }: Scene, releaseId: string): Promise<string | undefined> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const [pending, release] = await Promise.all([
      developer.call('GET /approvals', { query: { status: 'PENDING', limit: 100 } }),
      developer.call('GET /releases/{release}', { params: { release: releaseId } }),
    ]);
    const approval = pending.ok && pending.body.items.find(({ subject }) => subject.id === releaseId);
    if (approval) return approval.id;
    if (release.ok && release.body.status !== 'REGRESSION_IN_PROGRESS') return undefined;
    if (Date.now() > deadline) throw new Error('nobody was asked to sign the regression off');
    await pause(POLL_MS);
  }
}

/** The lead decides in Windlass about a release that no chat is told of. */
export async function approveHere(scene: Scene, releaseId: string): Promise<void> {
  const approvalId = await openApproval(scene, releaseId);
  if (approvalId === undefined) return;
  const reply = await whileFailing(scene.patienceMs, () =>
    scene.lead.call('POST /approvals/{approval}/decisions', {
      params: { approval: approvalId },
      body: { action: 'APPROVED' },
    }),
  );
  const wasDone = reply.status === 409;
  if (reply.status !== 200 && !wasDone) throw new Error(said(reply));
}

/** The lead presses Approve under the question about this release. */
export async function pressApprove(scene: Scene, releaseId: string): Promise<void> {
  const approvalId = await openApproval(scene, releaseId);
  if (approvalId !== undefined) await pressButton(scene, approvalId);
}

/** The lead presses Approve under a question, as Slack sends it. */
export async function pressButton(scene: Scene, approvalId: string): Promise<void> {
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
