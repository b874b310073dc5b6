// The screens on which people decide: a lead approves with the keyboard alone, a newcomer creates a release, all find what they look
// for, and the audit log proves itself.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishBuilds, startBuilding, untilAsked } from '../../support/releases/release-steps.ts';
import { sampleIntegrationsOf } from '../../support/releases/sample-release.ts';
import type { Body } from '../../support/stack.ts';
import { axeOf, type ConsoleTest, startConsole } from './fixture.ts';
import { search } from './hands.ts';

let console: ConsoleTest;
let release: Body;
let approval: Body;

beforeAll(async () => {
  console = await startConsole();
  const { stack } = console;
  const sample = await sampleIntegrationsOf(stack.as('viewer'));
  release = await startBuilding(stack, sample, '1.5.0');
  await finishBuilds(stack, sample, release, 101);
  approval = await untilAsked(stack, release.id);
});
afterAll(async () => {
  await console?.stop();
});

/** Presses Tab until the button or link of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate<string>('document.activeElement?.textContent.trim()')) === name) return;
  }
  throw new Error(`no way by Tab to ${name}`);
}

const approvalNow = () =>
  console.stack.as('viewer').must('GET /approvals/{approval}', { params: { approval: approval.id } });

describe('a newcomer', () => {
  it('creates a release after the form has named what was wrong', async () => {
    const page = await (await console.person('dev')).newPage();
    await page.goto(`${console.base}/releases`);
    await page.getByRole('link', { name: 'New release' }).click();
    await page.getByRole('heading', { name: 'New release' }).waitFor();
    await page.getByRole('button', { name: 'Create the release' }).click();
    await page.getByRole('alert').waitFor();
    const service = page.getByLabel('Service', { exact: true });
    expect(await service.getAttribute('aria-invalid')).toBe('true');
    expect(await service.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    expect(await page.getByRole('group', { name: 'Targets' }).textContent()).toContain('must name at least one target');
    await service.selectOption('auth-service');
    await page.getByLabel('Version', { exact: true }).fill('1.5.0 beta');
    await page.getByLabel('App Store').check();
    await page.getByRole('button', { name: 'Create the release' }).click();
    await page.getByText('must be a version such as 1.5.0').first().waitFor();
    await page.getByLabel('Version', { exact: true }).fill('1.5.0');
    await page.getByRole('button', { name: 'Create the release' }).click();
    await page.getByText('is needed: the SCM integration names no defaultBranch').first().waitFor();
    await page.getByLabel('Base branch').fill('main');
    await page.getByRole('button', { name: 'Create the release' }).click();
    await page.getByRole('heading', { name: 'auth-service@1.5.0' }).waitFor();
    const made = await console.stack
      .as('viewer')
      .must('GET /releases/{release}', { params: { release: 'auth-service@1.5.0' } });
    expect(made.pipelines.map(({ integration }) => integration?.name)).toEqual(['iOS on Jenkins']);

    await page.getByRole('link', { name: 'Next release like this' }).click();
    await page.getByRole('heading', { name: 'Next release like auth-service@1.5.0' }).waitFor();
    expect(await page.getByLabel('App Store', { exact: true }).isChecked()).toBe(true);
    expect(await page.getByLabel('Play Store', { exact: true }).isChecked()).toBe(false);
  });
});

describe('a person', () => {
  it('finds a release by the key / and leaves by Esc', async () => {
    const page = await (await console.person('vera')).newPage();
    await page.goto(console.base);
    await page.getByRole('heading', { name: 'Needs you' }).waitFor();
    await search(page, '1.5.0');
    const found = page.getByRole('dialog').getByRole('link', { name: release.releaseKey });
    await found.waitFor();
    expect(await axeOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await search(page, release.releaseKey);
    await found.click();
    await page.getByRole('heading', { name: release.releaseKey }).waitFor();
  });
});

describe('a lead', () => {
  it('verifies the audit log and takes it along', async () => {
    const page = await (await console.person('lena')).newPage();
    await page.goto(`${console.base}/audit?resourceType=Release`);
    await page.getByRole('button', { name: 'Verify the chain' }).click();
    await page.getByText(/Entries 1 to \d+ are as they were sealed\./).waitFor();
    await page.getByLabel('Action').fill('release.kicked_off');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('rowheader', { name: 'release.kicked_off' }).first().waitFor();
    expect(new URL(page.url()).search).toBe('?action=release.kicked_off&resourceType=Release');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /as CSV/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('audit.csv');
  });

  it('approves from Needs you with the keyboard alone, and sees the question open until the API has answered', async () => {
    const page = await (await console.person('lena')).newPage();
    let answer = () => {};
    await page.route('**/decisions', async (route) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      await route.continue();
    });
    await page.goto(console.base);
    await page.getByRole('link', { name: approval.question }).waitFor();
    await tabTo(page, 'Approve');
    await page.keyboard.press('Enter');
    await page.keyboard.type('all green');
    await tabTo(page, 'Approve');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Sending…' }).waitFor();
    expect((await approvalNow()).status).toBe('PENDING');
    answer();
    await page.getByText('All clear').waitFor();
    expect(await approvalNow()).toMatchObject({
      status: 'APPROVED',
      decisions: [{ name: 'Lena Lead', action: 'APPROVED', comment: 'all green' }],
    });
  });
});

it('no page had an error of its script or a violation of its policy', () => {
  expect(console.faults).toEqual([]);
});
