// Drives one real release over HTTP, playing everybody outside Windlass: the developer who creates it and kicks it off, the
// CI systems that report builds, the lead who presses Approve in Slack, the stores that answer. Every step may be repeated,
// so that the runtime may be killed and started again at any moment meanwhile.
import { createHmac } from 'node:crypto';
import type { Json, JsonObject } from '../contracts.ts';
import { type ApiClient, createApiClient, fetchWithPatience } from '../seed/api-client.ts';
import { LEAD_SLACK_ID, SLACK_SIGNING_SECRET, WEBHOOK_SECRET } from '../seed/sample-integrations.ts';
import type { Credentials } from '../seed/seed.ts';

export interface DriverOptions {
  readonly credentials: Credentials;
  readonly version: string;
  /** One line per step. */
  readonly say: (line: string) => void;
  /** How long any one step may take. */
  readonly patienceMs?: number;
  /** The chat integration by name; the first one by default. */
  readonly chatName?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the demo reads replies as a person with curl would
type Reply = any;

interface Chosen {
  readonly scm: Reply;
  readonly targets: readonly Reply[];
  readonly pipelines: readonly Reply[];
  readonly chat: Reply;
  readonly tickets: Reply;
}

export interface DrivenRelease {
  readonly id: string;
  readonly release: Reply;
  readonly activity: readonly Reply[];
}

const POLL_MS = 60;

async function choose(api: ApiClient, chatName: string | undefined): Promise<Chosen> {
  const list = async (query: string): Promise<Reply[]> => (await api.must('GET', `/integrations/${query}`)).items;
  const [[scm], targets, pipelines, chats, [tickets]] = await Promise.all([
    list('scm?verified=true'),
    list('targets?verified=true'),
    list('pipelines?active=true'),
    list('communications?active=true&limit=100'),
    list('tickets?active=true'),
  ]);
  const chat = chatName === undefined ? chats[0] : chats.find(({ name }) => name === chatName);
  return { scm, targets, pipelines, chat, tickets };
}

const sign = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

/** Plays one release to its end; throws when a step takes longer than `patienceMs`. */
export async function driveRelease({
  credentials,
  version,
  say,
  patienceMs = 30_000,
  chatName,
}: DriverOptions): Promise<DrivenRelease> {
  const { url, tenant, tokens } = credentials;
  const developer = createApiClient(url, tenant.slug, tokens.developer);
  const ci = createApiClient(url, tenant.slug, tokens.ci);
  const service = 'sample-app';

  const until = async (what: string, path: string, isReached: (body: Reply) => boolean): Promise<Reply> => {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const { status, body } = await developer.call('GET', path);
      if (status === 200 && isReached(body)) return body;
      if (status === 200 && body.isPaused)
        throw new Error(`the release paused: ${body.pauseReason} ${body.pauseError ?? ''}`);
      if (Date.now() > deadline) throw new Error(`waited in vain for ${what}; ${path} says ${summaryOf(body)}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };

  /** Signed requests as the service itself sends them; whatever is not accepted at once is sent again, as services do. */
  const hook = async (
    integrationId: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> => {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const reply = await fetchWithPatience(`${url}/api/v1/${tenant.slug}/hooks/${integrationId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      if (reply.status < 300) return;
      if (reply.status < 500 || Date.now() > deadline) throw new Error(`hook: ${reply.status} ${await reply.text()}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };

  const chosen = await choose(developer, chatName);
  const created = await createRelease(developer, chosen, service, version);
  const path = `/releases/${created.id}`;
  say(`created ${created.releaseKey} for ${chosen.targets.map((item) => item.name).join(' and ')}: KICKOFF_PENDING`);

  await kickOff(developer, path);
  say('a developer kicked it off: PENDING');
  const started = await until(
    'STARTED',
    path,
    (body) => body.status !== 'KICKOFF_PENDING' && body.status !== 'PENDING',
  );
  say(`branch ${started.branchRelease} cut, epics ${started.iOSEpicId} and ${started.androidEpicId} created: STARTED`);

  const building = await until('running builds', path, (body) =>
    body.pipelines.every((item: Reply) => item.buildStatus !== 'PENDING' && item.buildUrl),
  );
  await Promise.all(
    building.pipelines.map(async (pipeline: Reply) => {
      say(`build triggered: ${pipeline.buildUrl}`);
      await reportBuild(pipeline, started.branchRelease, hook);
      say(`${pipeline.integration.name} reported its build a success`);
    }),
  );

  await until('REGRESSION_IN_PROGRESS', path, (body) => body.status !== 'STARTED');
  say('all builds succeeded: REGRESSION_IN_PROGRESS');
  const approvalId = await openApproval(developer, created.id, patienceMs);
  if (approvalId !== undefined) {
    await pressApprove(chosen.chat.id, approvalId, hook);
    say('the lead pressed Approve in Slack');
  }
  await until('BUILD_SUBMITTED', path, (body) => ['BUILD_SUBMITTED', 'RELEASED'].includes(body.status));
  say('signed off: BUILD_SUBMITTED');

  const isWithStore = (target: Reply) => ['SUBMITTED', 'APPROVED', 'RELEASED'].includes(target.targetStatus);
  const submitted = await until('submissions', path, (body) => body.targets.every(isWithStore));
  for (const status of ['APPROVED', 'RELEASED']) {
    for (const target of submitted.targets) await answerAsStore(ci, path, target, status);
    say(`both stores answered ${status}`);
  }
  const release = await until('RELEASED', path, (body) => body.status === 'RELEASED');
  say(`tag ${release.tag} and release notes published: RELEASED`);
  const activity = (await developer.must('GET', `${path}/activity?limit=100`)).items;
  return { id: created.id, release, activity };
}

async function createRelease(api: ApiClient, chosen: Chosen, service: string, version: string): Promise<Reply> {
  const body: JsonObject = {
    service,
    version,
    releaseType: 'PLANNED',
    scmIntegrationId: chosen.scm.id,
    baseBranch: 'main',
    targets: chosen.targets.map((item) => item.id),
    pipelines: chosen.pipelines.map((item) => item.id),
    communicationIntegrationId: chosen.chat.id,
    ticketIntegrationId: chosen.tickets.id,
    description: `Sample release ${version}`,
  };
  // The releaseKey is unique, so that asking again after a lost answer creates no second one.
  const reply = await retryWhileFailing(() => api.call('POST', '/releases', body));
  if (reply.status === 201) return reply.body;
  // The answer of an earlier attempt was lost with the killed runtime.
  if (reply.status === 409) return api.must('GET', `/releases/${encodeURIComponent(`${service}@${version}`)}`);
  throw new Error(`create: ${reply.status} ${reply.body?.detail ?? reply.body?.code}`);
}

/** Repeats what the gateway could not answer. */
async function retryWhileFailing(work: () => Promise<{ status: number; body: Reply }>) {
  for (;;) {
    const reply = await work();
    if (reply.status < 500) return reply;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function kickOff(api: ApiClient, path: string): Promise<void> {
  const reply = await retryWhileFailing(() => api.call('POST', `${path}/kickoff`));
  const wasDone = reply.body?.code === 'release.illegal_transition';
  if (reply.status !== 200 && !wasDone) throw new Error(`kickoff: ${reply.status} ${reply.body?.detail}`);
}

type Hook = (integrationId: string, body: string, headers: Readonly<Record<string, string>>) => Promise<void>;

async function reportBuild(pipeline: Reply, branch: string, hook: Hook): Promise<void> {
  // A build that has its number keeps it. Otherwise a CI server never uses one twice, and the service's own id of the run or
  // queue item, which is in its URL, makes one.
  const runId = Number(/(\d+)\/?$/.exec(pipeline.buildUrl)?.[1] ?? 0);
  const number = Number(pipeline.buildNumber ?? 240 + (runId % 10_000));
  const id = pipeline.pipelineIntegrationId;
  for (const phase of ['start', 'end'] as const) {
    if (pipeline.integration.type === 'JENKINS') {
      const body = JSON.stringify(jenkinsBuild(pipeline, branch, number, phase));
      await hook(id, body, {
        'x-delivery-id': `${path(pipeline.buildUrl)}-${phase}`,
        'x-windlass-signature': `sha256=${sign(WEBHOOK_SECRET, body)}`,
      });
    } else {
      const body = JSON.stringify(githubRun(pipeline, branch, runId, number, phase));
      await hook(id, body, {
        'x-github-event': 'workflow_run',
        'x-github-delivery': `${path(pipeline.buildUrl)}-${phase}`,
        'x-hub-signature-256': `sha256=${sign(WEBHOOK_SECRET, body)}`,
      });
    }
  }
}

/** What a stuck release says for itself: the rest of it is long. */
const summaryOf = ({ status, pipelines, targets, code, detail }: Reply): string =>
  JSON.stringify({ status, pipelines, targets, code, detail }, (key, value) =>
    key === 'integration' ? value?.name : value,
  );

const path = (url: string): string => url.replaceAll(/\W+/g, '-').slice(-100);

const jenkinsBuild = (pipeline: Reply, branch: string, number: number, phase: 'start' | 'end'): Json => ({
  name: 'ios-release',
  url: 'job/mobile/job/ios-release/',
  build: {
    full_url: `${pipeline.integration.config.baseUrl}/job/mobile/job/ios-release/${number}/`,
    number,
    phase: phase === 'start' ? 'STARTED' : 'COMPLETED',
    ...(phase === 'start' ? {} : { status: 'SUCCESS' }),
    parameters: { BRANCH: branch },
  },
});

const githubRun = (pipeline: Reply, branch: string, id: number, number: number, phase: 'start' | 'end'): Json => ({
  action: phase === 'start' ? 'in_progress' : 'completed',
  workflow_run: {
    id,
    name: 'Android release',
    path: `.github/workflows/${pipeline.integration.config.workflow}`,
    head_branch: branch,
    run_number: number,
    status: phase === 'start' ? 'in_progress' : 'completed',
    conclusion: phase === 'start' ? null : 'success',
    html_url: pipeline.buildUrl,
  },
});

/** The pending sign-off of the release; undefined when it has been decided already. */
async function openApproval(api: ApiClient, releaseId: string, patienceMs: number): Promise<string | undefined> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const [pending, release] = await Promise.all([
      api.call('GET', '/approvals?status=PENDING&limit=100'),
      api.call('GET', `/releases/${releaseId}`),
    ]);
    const approval = pending.body?.items?.find((item: Reply) => item.releaseId === releaseId);
    if (approval) return approval.id;
    if (release.status === 200 && release.body.status !== 'REGRESSION_IN_PROGRESS') return undefined;
    if (Date.now() > deadline) throw new Error('nobody was asked to sign the regression off');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function pressApprove(chatId: string, approvalId: string, hook: Hook): Promise<void> {
  const payload = {
    type: 'block_actions',
    user: { id: LEAD_SLACK_ID, name: 'lena' },
    actions: [{ action_id: 'approve', value: JSON.stringify({ approvalId }) }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  await hook(chatId, body, {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': `v0=${sign(SLACK_SIGNING_SECRET, `v0:${timestamp}:${body}`)}`,
  });
}

async function answerAsStore(ci: ApiClient, path: string, target: Reply, status: string): Promise<void> {
  const route = `${path}/targets/${target.targetIntegrationId}/status`;
  const reply = await retryWhileFailing(() => ci.call('POST', route, { status }));
  const wasDone = reply.body?.code?.startsWith('release.') && reply.status === 409;
  if (reply.status !== 200 && !wasDone) throw new Error(`store: ${reply.status} ${reply.body?.detail}`);
}
