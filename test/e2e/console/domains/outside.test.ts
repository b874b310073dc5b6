// The screens around the outside of a tenant, as a person uses them: integrations, webhooks, notifications and settings.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOf, type ConsoleTest, startConsole } from '../fixture.ts';

let console: ConsoleTest;
let page: Page;
beforeAll(async () => {
  console = await startConsole();
  page = await (await console.person('ada')).newPage();
});
afterAll(async () => {
  await console?.stop();
});

const open = async (path: string, heading: string) => {
  await page.goto(`${console.base}/${path}`);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
};
const dialog = () => page.getByRole('dialog');
/** Opens the dialog of a deed, and does it. */
const ask = (label: string) => page.getByRole('main').getByRole('button', { name: label, exact: true }).click();
const confirm = (label: string) => dialog().getByRole('button', { name: label, exact: true }).click();

describe('an integration', () => {
  it('is connected with the fields of its type, verified, and shows its credentials never again', async () => {
    await open('integrations', 'Integrations');
    await ask('Add an integration');
    await dialog().getByLabel('Type').selectOption('LINEAR');
    await dialog().getByLabel('Name').fill('Linear of the console');
    await dialog().getByLabel('Base URL').fill(`${console.stack.url}/_local/linear`);
    await dialog().getByLabel('Team key').fill('APP');
    const key = dialog().getByLabel('Api key');
    expect(await key.getAttribute('type')).toBe('password');
    await key.fill('lin_api_localSample');
    await confirm('Add an integration');
    await page.getByRole('heading', { name: 'Linear of the console' }).waitFor();
    await page.getByText('Never verified').waitFor();
    await ask('Verify');
    await confirm('Verify');
    await page.getByText('Linear accepted the credentials of Linear of the console.').waitFor();
    await ask('Rotate credentials');
    expect(await dialog().getByLabel('Api key').inputValue()).toBe('');
    expect(await page.content()).not.toContain('lin_api_localSample');
    await dialog().getByLabel('Api key').fill('lin_api_localOther');
    await confirm('Rotate credentials');
    await dialog().waitFor({ state: 'detached' });
    await ask('Delete');
    await confirm('Delete');
    await page.getByRole('heading', { name: 'Integrations', level: 1 }).waitFor();
  });

  it('in use is kept, with the reason of the server and the address of its hook', async () => {
    await open('integrations', 'Integrations');
    await page.getByRole('link', { name: 'Acme on GitHub' }).click();
    const remove = page.getByRole('button', { name: 'Delete' });
    await remove.waitFor();
    expect(await remove.getAttribute('aria-disabled')).toBe('true');
    expect(await page.getByText(/releases? (or|and) pipelines? uses? it/).count()).toBe(1);
    expect(await page.getByText(/\/api\/v1\/acme\/hooks\//).count()).toBe(1);
    expect(await axeOf(page)).toEqual([]);
  });
});

describe('a webhook', () => {
  it('shows its secret once, and another one after the rotation', async () => {
    await open('webhooks', 'Webhooks');
    await ask('Add a webhook');
    await dialog().getByLabel('URL').fill('https://receiver.example/windlass');
    await dialog().getByLabel('Every event').uncheck();
    await dialog().getByLabel('Release released', { exact: true }).check();
    await confirm('Add a webhook');
    const secret = dialog().getByText(/^whsec_/);
    const first = await secret.textContent();
    await confirm('I have stored it');
    await page.getByRole('link', { name: 'https://receiver.example/windlass' }).click();
    await page.getByText('ReleaseReleased').waitFor();
    expect(await page.content()).not.toContain(first);
    await ask('Rotate the secret');
    await confirm('Rotate the secret');
    expect(await secret.textContent()).not.toBe(first);
    expect(await axeOf(page)).toEqual([]);
    await confirm('I have stored it');
    await ask('Delete');
    await confirm('Delete');
    await page.getByText('No webhook yet').waitFor();
  });
});

describe('the settings', () => {
  it('switch a notification off', async () => {
    await open('settings', 'Settings');
    await page.getByLabel('builds by Slack').uncheck();
    const form = page.getByRole('form', { name: 'Messages' });
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Saved.').waitFor();
    const settings = await console.stack.as('viewer').must('GET /notification-settings');
    expect([settings.slack.builds, settings.slack.releases, settings.email.builds]).toEqual([false, true, true]);
  });

  it('that others switched meanwhile stay as they are when the person sends the own change again', async () => {
    await open('settings', 'Settings');
    await page.getByLabel('builds by E-mail').uncheck();
    const admin = console.stack.as('admin');
    const { revision: _r, updatedAt: _u, ...before } = await admin.must('GET /notification-settings');
    const body = { ...before, jira: { ...before.jira, incidents: false }, slack: { ...before.slack, builds: true } };
    await admin.must('PUT /notification-settings', { body });
    const form = page.getByRole('form', { name: 'Messages' });
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Others changed it while you had it open.').waitFor();
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Saved.').waitFor();
    const { slack, email, jira } = await admin.must('GET /notification-settings');
    expect([slack.builds, email.builds, jira.incidents]).toEqual([true, false, false]);
    await page.getByLabel('builds by Slack').and(page.locator(':checked')).waitFor();
  });

  it('show times in UTC where the person wants them', async () => {
    await page.getByLabel('Show times in UTC').check();
    await page.getByText(/The time now: .* UTC/).waitFor();
  });

  it('are read by a person who may not change them', async () => {
    const other = await (await console.person('vera')).newPage();
    await other.goto(`${console.base}/settings`);
    await other.getByText('Your role VIEWER does not include it.').first().waitFor();
    expect(await other.getByLabel('Slug').isDisabled()).toBe(true);
    expect(await other.getByRole('heading', { name: 'OpenID providers' }).count()).toBe(0);
    await other.close();
  });
});

it('no page had an error of its script or a violation of its policy', () => {
  expect(console.faults).toEqual([]);
});
