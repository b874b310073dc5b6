// A release whose sign-off is asked for, and one that a store rejected and a person paused, with the commits, builds and notes of both.

import type { JsonObject } from '../../../../../infra/local/contracts.ts';
import { finishBuilds, startBuilding, untilAsked, untilRelease } from '../../../../support/releases/release-steps.ts';
import { type SampleIntegrations, sampleIntegrationsOf } from '../../../../support/releases/sample-release.ts';
import { jenkinsBuild, putOnBus } from '../../../../support/services/ci-senders.ts';
import type { Body } from '../../../../support/stack.ts';
import { type Making, rewrite } from './making.ts';

/** Puts a commit on the branch `main` of the stand-in for GitHub. */
async function commit(url: string, message: string, author: string): Promise<void> {
  const repository = `${url}/_local/github/repos/acme/sample-app`;
  const call = async (method: string, path: string, body?: object): Promise<Body> => {
    const headers = { authorization: 'Bearer ghp_localSample', 'content-type': 'application/json' };
    const reply = await fetch(`${repository}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`);
    return reply.json();
  };
  const { sha: parent, commit: head } = await call('GET', '/commits/main');
  const { sha } = await call('POST', '/git/commits', {
    ...{ message, tree: head.tree.sha, parents: [parent] },
    author: { name: author, email: 'otto@elsewhere.example' },
  });
  await call('PATCH', '/git/refs/heads/main', { sha, force: true });
}

async function makeAsked(
  { stack, admin, words, shown }: Making,
  sample: SampleIntegrations,
  over: JsonObject,
): Promise<void> {
  const commits = {
    'message of a commit': words('feat: sell gift cards (#31)', 120),
    'author of a commit': words('Otto Elsewhere', 100),
  };
  await commit(stack.url, commits['message of a commit'], commits['author of a commit']);
  const release = await startBuilding(stack, sample, '7.1.0', over);
  const build = { 'address of a build': words('https://jenkins.acme.example/job/mobile/job/ios-release/7/', 200) };
  const report = jenkinsBuild(release.branchRelease, 702, 'SUCCESS');
  await putOnBus(stack, 'ci.jenkins', 'build', {
    ...report,
    build: {
      ...report.build,
      full_url: build['address of a build'],
      artifacts: { ipa: { archive: build['address of a build'] } },
    },
  });
  await finishBuilds(stack, sample, release, 702);
  const approval = await untilAsked(stack, release.id);
  const notes = { 'notes in German': words('Gutscheine für alle.', 300) };
  await admin.must('PUT /releases/{release}/notes/{locale}', {
    params: { release: release.id, locale: 'de-DE' },
    body: { text: notes['notes in German'] },
  });
  // The repository has no tag of a release before, so that the cycle lists no commits.
  const listed = {
    sha: { S: 'c'.repeat(40) },
    message: { S: commits['message of a commit'] },
    author: { S: commits['author of a commit'] },
    committedAt: { S: '2026-11-30T08:00:00.000Z' },
  };
  await rewrite(stack.operator, (item) => item.releaseId?.S === release.id && item.headSha && item.cycle, {
    commits: { L: [{ M: listed }] },
    commitCount: { N: '1' },
  });
  shown(`releases/${release.releaseKey}`, { ...commits, ...notes });
  shown(`approvals/${approval.id}`, commits);
}

async function makeRejected(
  { stack, words, shown }: Making,
  sample: SampleIntegrations,
  over: JsonObject,
): Promise<void> {
  const release = await startBuilding(stack, sample, '7.0.0', over);
  await finishBuilds(stack, sample, release, 601);
  const approval = await untilAsked(stack, release.id);
  const answer = { 'comment of a decision': words('All green on the oldest phone that we have.', 300) };
  const lead = stack.as('lead');
  await lead.must('POST /approvals/{approval}/decisions', {
    params: { approval: approval.id },
    body: { action: 'APPROVED', comment: answer['comment of a decision'] },
  });
  const params = { release: release.id };
  const isSubmitted = ({ targetStatus }: Body) => targetStatus === 'SUBMITTED';
  const { targets } = await untilRelease(stack, release.id, (one) => one.targets.every(isSubmitted));
  const store = { 'reason of a rejection': words('Guideline 2.1: the app shows an empty page.', 300) };
  await lead.must('POST /releases/{release}/targets/{integration}/status', {
    params: { ...params, integration: targets[0].targetIntegrationId },
    body: { status: 'REJECTED', reason: store['reason of a rejection'] },
  });
  const pause = { 'reason of a pause': words('We wait for the lawyers.', 300) };
  await lead.must('POST /releases/{release}/pause', { params, body: { reason: pause['reason of a pause'] } });
  shown('', { ...pause });
  shown(`releases/${release.releaseKey}`, {
    ...store,
    ...pause,
    'description of a release': String(over.description),
  });
  shown(`approvals/${approval.id}`, answer);
}

export async function makeReleases(making: Making, service: string): Promise<void> {
  const sample = await sampleIntegrationsOf(making.admin);
  const over = { service, description: making.words('Gift cards, at last.', 300) };
  // The commit of the second one is new since the first one.
  await makeRejected(making, sample, over);
  await makeAsked(making, sample, over);
}
