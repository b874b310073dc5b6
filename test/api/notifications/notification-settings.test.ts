// The notification switches of a tenant: everything is on by default.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL_ON } from '../../../entities/notifications/settings/notification-settings.model.ts';
import { OTHER_TENANT_ID, TENANT_ID } from '../../support/http.ts';
import { type Fixture, NOW_ISO, startNotifications } from './fixture.ts';

let api: Fixture;
beforeEach(async () => {
  api = await startNotifications();
});
afterEach(() => api.stop());

const PATH = '/notification-settings';
const NONE = { releases: false, builds: false, approvals: false, incidents: false };
const noBuilds = { ...ALL_ON, slack: { releases: true, builds: false, approvals: true, incidents: true } };
const get = () => api.call({ role: 'VIEWER', method: 'GET', path: PATH });
const put = (body: unknown = noBuilds, headers = {}) =>
  api.call({ role: 'LEAD', method: 'PUT', path: PATH, body, headers });

describe('getNotificationSettings', () => {
  it('answers that everything is on while nobody has changed it', async () => {
    const { status, body, headers } = await get();
    expect({ status, body }).toEqual({ status: 200, body: { ...ALL_ON, revision: 0, updatedAt: null } });
    expect(headers.etag).toMatch(/^"0\./);
  });

  it('shows those that were stored before there was a channel LINEAR, which is on', async () => {
    await put();
    const { linear, ...switches } = noBuilds;
    await api.storeSwitches(switches);
    expect((await get()).body).toEqual({ ...switches, linear, revision: 1, updatedAt: NOW_ISO });
  });

  it('does not show those of another tenant', async () => {
    await put();
    const other = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };
    expect((await api.call({ role: 'VIEWER', method: 'GET', path: PATH, ...other })).body.slack.builds).toBe(true);
  });

  it('answers 401 without a credential', async () => {
    expect((await api.call({ method: 'GET', path: PATH })).status).toBe(401);
  });
});

describe('updateNotificationSettings', () => {
  it('replaces them, with an event and an audit entry', async () => {
    const { status, body } = await put();
    expect({ status, body }).toEqual({ status: 200, body: { ...noBuilds, revision: 1, updatedAt: NOW_ISO } });
    expect((await get()).body).toEqual(body);
    expect(await api.events()).toMatchObject([{ type: 'NotificationSettingsUpdated', data: { revision: 1 } }]);
    expect(await api.audit()).toMatchObject([
      {
        action: 'notification_settings.updated',
        resourceId: TENANT_ID,
        details: { before: { slack: { builds: true } }, after: { slack: { builds: false } } },
      },
    ]);
  });

  it('keeps each channel by itself', async () => {
    const quiet = { ...ALL_ON, email: NONE, linear: { ...NONE, incidents: true } };
    expect((await put(quiet)).body).toMatchObject(quiet);
    expect((await get()).body).toMatchObject(quiet);
  });

  it('takes LINEAR for on from a client that does not know it', async () => {
    const { linear: _, ...known } = noBuilds;
    expect((await put(known)).body).toMatchObject({ ...known, linear: ALL_ON.linear });
  });

  it('counts revisions', async () => {
    await put();
    expect((await put(ALL_ON)).body).toMatchObject({ slack: { builds: true }, revision: 2 });
  });

  it.each([
    ['"0"', 200],
    ['"1"', 412],
  ])('takes If-Match %s of the unchanged with %i', async (match, status) => {
    expect((await put(noBuilds, { 'if-match': match })).status).toBe(status);
  });

  it('loses no change when two come at once', async () => {
    const replies = await Promise.all([put(), put(ALL_ON), put()]);
    expect(replies.map(({ body }) => body.revision).sort()).toEqual([1, 2, 3]);
  });

  it.each(['DEVELOPER', 'VIEWER', 'CI'] as const)('is refused to %s', async (role) => {
    expect((await api.call({ role, method: 'PUT', path: PATH, body: noBuilds })).status).toBe(403);
  });

  it.each([
    ['a channel is missing', { slack: ALL_ON.slack }, 'email'],
    ['a purpose is missing', { ...ALL_ON, slack: { releases: true } }, 'slack.builds'],
    ['a purpose is unknown', { ...ALL_ON, jira: { ...ALL_ON.jira, lunch: true } }, 'jira.lunch'],
    ['a purpose of LINEAR is missing', { ...ALL_ON, linear: { releases: true } }, 'linear.builds'],
    ['a switch is no boolean', { ...ALL_ON, email: { ...ALL_ON.email, builds: 'on' } }, 'email.builds'],
  ])('answers 400 when %s', async (_, body, path) => {
    const reply = await put(body);
    expect(reply.status).toBe(400);
    expect(reply.body.fields.map((field: { path: string }) => field.path)).toContain(path);
  });
});
