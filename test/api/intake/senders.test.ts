// The senders besides GitHub: Jenkins, Slack and App Store Connect.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApprovalDecisionRequested } from '../../../entities/notifications/events.ts';
import { jenkinsBuild } from '../../../entities/releases/reports/jenkins.reader.ts';
import { TENANT_ID } from '../../support/http.ts';
import { type Hook, type Intake, NOW, SECRET, sha256, slackHook, startIntake } from './fixture.ts';

let intake: Intake;
beforeAll(async () => {
  intake = await startIntake();
  await intake.addIntegration('jenkins-1', 'JENKINS');
  await intake.addIntegration('jenkins-2', 'JENKINS', { webhookSecret: 'a:secret:with:colons' });
  await intake.addIntegration('slack-1', 'SLACK');
  await intake.addIntegration('app-store-1', 'APP_STORE');
});
afterAll(() => intake.stop());
beforeEach(() => {
  intake.published.length = 0;
});

describe('Jenkins', () => {
  const payload = (phase: string, status?: string, number = 42) => ({
    name: 'ios-release',
    display_name: 'ios-release',
    url: 'job/mobile/job/ios-release/',
    build: {
      full_url: `https://ci.example.com/job/mobile/job/ios-release/${number}/`,
      number,
      queue_id: 7,
      phase,
      ...(status === undefined ? {} : { status }),
      parameters: { RELEASE_VERSION: '1.5.0', BRANCH: 'release/1.5.0' },
      artifacts: { 'app.ipa': { archive: 'https://ci.example.com/app.ipa' } },
      scm: { url: 'git@example.com:acme/app.git', branch: 'release/1.5.0', commit: 'abc' },
    },
  });
  const signed = (body: string, headers: Record<string, string> = {}): Hook => ({
    integrationId: 'jenkins-1',
    body,
    headers: { 'x-windlass-signature': `sha256=${sha256(SECRET, body)}`, ...headers },
  });

  it.each([
    ['QUEUED', undefined],
    ['STARTED', undefined],
    ['COMPLETED', 'FAILURE'],
    ['FINALIZED', 'SUCCESS'],
  ])('passes on a build in phase %s with status %s', async (phase, status) => {
    const sent = payload(phase, status, 50);
    expect((await intake.send(signed(JSON.stringify(sent)))).status).toBe(202);
    expect(intake.published).toMatchObject([
      { source: 'ci.jenkins', detailType: 'build', detail: { integrationId: 'jenkins-1', payload: sent } },
    ]);
  });

  it('may give the secret as a bearer token', async () => {
    const body = JSON.stringify(payload('STARTED', undefined, 51));
    const headers = { authorization: `Bearer ${SECRET}` };
    expect((await intake.send({ integrationId: 'jenkins-1', body, headers })).status).toBe(202);
  });

  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  const asked = (headers: Record<string, string>, integrationId = 'jenkins-1') => ({
    ...{ integrationId, headers, body: JSON.stringify(payload('STARTED', undefined, 56)) },
  });

  it.each([
    ['as it is', basic(`windlass:${SECRET}`), 'jenkins-1'],
    ['of any user', basic(`:${SECRET}`), 'jenkins-1'],
    ['as it is written in a URL', basic(`windlass:${encodeURIComponent(SECRET)}`), 'jenkins-1'],
    ['that has a colon', basic('windlass:a:secret:with:colons'), 'jenkins-2'],
  ])('may give the secret as the password of its address, %s (D5)', async (_, headers, integrationId) => {
    expect((await intake.send(asked(headers, integrationId))).status).toBe(202);
  });

  it.each([
    ['another password', basic('windlass:guessed')],
    ['the secret as the user', basic(`${SECRET}:`)],
    ['the secret without a user', basic(SECRET)],
    ['no base64', { authorization: `Basic windlass:${SECRET}` }],
    ['another scheme', { authorization: `Digest ${Buffer.from(`windlass:${SECRET}`).toString('base64')}` }],
  ])('is refused with %s (D5)', async (_, headers) => {
    expect((await intake.send(asked(headers))).status).toBe(401);
  });

  it('is known again by what it says', async () => {
    const sent = payload('FINALIZED', 'SUCCESS', 52);
    const body = JSON.stringify(sent);
    const first = await intake.send(signed(body));
    const second = await intake.send(signed(body));
    expect(second.body).toEqual({ ...first.body, duplicate: true });
    expect(intake.published).toHaveLength(1);
  });

  it.each([
    ['ended otherwise', { status: 'FAILURE' }],
    ['was made of another branch', { parameters: { BRANCH: 'release/1.6.0' } }],
    ['left more artifacts', { artifacts: {} }],
  ])('is another notification when the build %s', async (_, over) => {
    const sent = payload('FINALIZED', 'SUCCESS', 55);
    await intake.send(signed(JSON.stringify(sent)));
    const other = await intake.send(signed(JSON.stringify({ ...sent, build: { ...sent.build, ...over } })));
    expect(other.body.duplicate).toBeUndefined();
  });

  it('may name its delivery itself', async () => {
    const body = JSON.stringify(payload('STARTED', undefined, 53));
    const { body: reply } = await intake.send(signed(body, { 'x-delivery-id': 'run-53' }));
    expect(reply.deliveryId).toBe('run-53');
  });

  it('loses its log and keeps its parameters when the payload is too large', async () => {
    const sent = payload('FINALIZED', 'SUCCESS', 54);
    const body = JSON.stringify({ ...sent, build: { ...sent.build, log: 'x'.repeat(300_000) } });
    await intake.send(signed(body));
    expect(intake.published[0]?.detail).toMatchObject({
      ...{ isReduced: true, payload: jenkinsBuild.payload.parse(sent) },
    });
    expect(jenkinsBuild.read(intake.published[0]?.detail.payload)).toEqual(jenkinsBuild.read(sent));
    expect(JSON.stringify(intake.published)).not.toContain('xxxx');
  });
});

describe('Slack', () => {
  const press = (action_id: string, value: unknown = { approvalId: 'approval-1' }, type = 'block_actions') =>
    slackHook({
      payload: JSON.stringify({
        type,
        user: { id: 'U024BE7LH', name: 'ada', team_id: 'T1' },
        response_url: 'https://hooks.slack.com/actions/T1/2/3',
        trigger_id: '12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3',
        actions: [{ type: 'button', action_id, block_id: 'b', value: JSON.stringify(value), action_ts: '1.2' }],
      }),
    });

  it.each([
    ['approve', 'APPROVED'],
    ['reject', 'REJECTED'],
  ])('asks for a decision when %s is pressed, and answers 200 with nothing', async (button, action) => {
    const { status, text } = await intake.send(press(button));
    expect({ status, text }).toEqual({ status: 200, text: '' });
    const [event] = intake.published;
    expect(event).toMatchObject({ source: 'windlass.chat', detailType: 'ApprovalDecisionRequested' });
    expect(ApprovalDecisionRequested.parse(event?.detail)).toMatchObject({
      tenantId: TENANT_ID,
      occurredAt: new Date(NOW).toISOString(),
      actor: { type: 'EXTERNAL', id: 'U024BE7LH', name: 'ada' },
      data: {
        approvalId: 'approval-1',
        action,
        externalUserId: 'U024BE7LH',
        provider: 'slack',
        integrationId: 'slack-1',
        workspaceId: 'T1',
        responseUrl: 'https://hooks.slack.com/actions/T1/2/3',
      },
    });
  });

  it('asks once when the same press is sent twice', async () => {
    const hook = press('approve', { approvalId: 'approval-2' });
    await intake.send(hook);
    await intake.send(hook);
    expect(intake.published).toHaveLength(1);
  });

  it.each([
    ['another button', () => press('open_release')],
    ['another kind of interaction', () => press('approve', {}, 'view_submission')],
  ])('answers 200 to %s and passes nothing on', async (_, hook) => {
    expect((await intake.send(hook())).status).toBe(200);
    expect(intake.published).toEqual([]);
  });

  it.each([-299, 299])('takes a request that is %i s off', async (seconds) => {
    const hook = slackHook({ command: '/windlass', text: 'help' }, NOW + seconds * 1000);
    expect((await intake.send(hook)).status).toBe(200);
  });
});

describe('App Store Connect', () => {
  const signed = (payload: unknown): Hook => {
    const body = JSON.stringify(payload);
    const headers = { 'x-apple-signature': `hmacsha256=${sha256(SECRET, body)}` };
    return { integrationId: 'app-store-1', body, headers };
  };
  const updated = {
    data: {
      type: 'appStoreVersionAppVersionStateUpdated',
      id: '6f3c1a1e-0d0a-4f6b-9c57-0a8a1a1f2b3c',
      version: 1,
      attributes: { oldValue: 'IN_REVIEW', newValue: 'PENDING_DEVELOPER_RELEASE', timestamp: '2026-03-01T11:59:00Z' },
      relationships: { instance: { data: { type: 'appStoreVersions', id: 'version-1' } } },
    },
  };

  it('passes on a change of state under its type, once', async () => {
    const first = await intake.send(signed(updated));
    const second = await intake.send(signed(updated));
    expect(first).toMatchObject({ status: 202, body: { accepted: true, deliveryId: updated.data.id } });
    expect(second.body.duplicate).toBe(true);
    expect(intake.published).toMatchObject([
      { source: 'ci.app-store', detailType: updated.data.type, detail: { payload: updated } },
    ]);
  });

  it('answers 202 to a ping and passes nothing on', async () => {
    const ping = { data: { type: 'webhookPingCreated', id: 'ping-1', version: 1, attributes: {} } };
    expect((await intake.send(signed(ping))).status).toBe(202);
    expect(intake.published).toEqual([]);
  });
});
