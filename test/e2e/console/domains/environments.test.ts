// Environments, their freeze calendar and the emergency stops, as people use them.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOf, type ConsoleTest, PHONE, startConsole } from '../fixture.ts';
import { deed, untilShown } from '../hands.ts';

let test: ConsoleTest;
let lena: Page;
let dev: Page;
beforeAll(async () => {
  test = await startConsole();
  const pageOf = async (username: string) => (await test.person(username)).newPage();
  [lena, dev] = await Promise.all([pageOf('lena'), pageOf('dev')]);
});
afterAll(() => test?.stop());

const main = (page: Page) => page.locator('#main');
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

async function create(name: string, place: string, fill: Record<string, string> = {}): Promise<void> {
  await lena.goto(`${test.base}/environments`);
  await deed(lena, main(lena), 'New environment', async (dialog) => {
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByLabel('Place in the order of promotion (optional)').fill(place);
    for (const [label, value] of Object.entries(fill)) await dialog.getByLabel(label).fill(value);
  });
}

describe('environments', () => {
  it('are none at first, which the page says with the next step', async () => {
    await lena.goto(`${test.base}/environments`);
    await lena.getByText('No environment yet.').waitFor();
    expect(await axeOf(lena)).toEqual([]);
  });

  it('are created with their rules, refused at the field, and listed in the order of promotion', async () => {
    await create('prod', '2', { 'Name for people (optional)': 'Production', 'Soak in minutes': '90' });
    await heading(lena, 'Production').waitFor();
    await lena.getByText('1 h 30 min until a deployment is verified').waitFor();
    await create('staging', '1');
    await heading(lena, 'staging').waitFor();
    await lena.goto(`${test.base}/environments`);
    await row(lena, 'Production').getByText('Open', { exact: true }).waitFor();
    const names = await main(lena).getByRole('rowheader').getByRole('link').allTextContents();
    expect(names).toEqual(['staging', 'Production']);

    await lena.getByRole('button', { name: 'New environment' }).click();
    const dialog = lena.getByRole('dialog', { name: 'New environment' });
    await dialog.getByLabel('Name', { exact: true }).fill('PROD');
    await dialog.getByLabel('Settings as JSON (optional)').fill('{region}');
    await dialog.getByRole('button', { name: 'New environment' }).click();
    await dialog.getByText('must be a JSON object').first().waitFor();
    await dialog.getByLabel('Settings as JSON (optional)').fill('{"region": "eu"}');
    await dialog.getByRole('button', { name: 'New environment' }).click();
    await dialog.getByText('belongs to another environment').first().waitFor();
    await lena.keyboard.press('Escape');
  });

  it('are changed field by field, and keep what the form does not name', async () => {
    await lena.getByRole('link', { name: 'Production' }).click();
    await heading(lena, 'Production').waitFor();
    await deed(lena, main(lena), 'Edit', async (dialog) => {
      await dialog.getByLabel('Approvals of a promotion').fill('2');
      await dialog.getByLabel('Tier').selectOption('PRODUCTION');
    });
    const [prod] = (await test.stack.as('viewer').must('GET /environments', { query: { tier: 'PRODUCTION' } })).items;
    expect(prod).toMatchObject({ name: 'prod', requiredApprovals: 2, soakMinutes: 90, order: 2 });
  });
});

describe('a freeze window', () => {
  it('freezes its environment at once, says so until when, and lets go when it is switched off', async () => {
    await lena.goto(`${test.base}/freeze-windows`);
    await lena.getByText('No freeze window yet.').waitFor();
    await deed(lena, main(lena), 'New freeze window', async (dialog) => {
      await dialog.getByLabel('Name').fill('Stocktaking');
      await dialog.getByLabel('First opens').fill('2026-01-01T00:00');
      await dialog.getByLabel('Stays open for').fill('P1D');
      await dialog.getByLabel('Repeats (optional)').fill('FREQ=DAILY');
      await dialog.getByLabel('Production').check();
    });
    await heading(lena, 'Stocktaking').waitFor();
    await lena.getByText('every day').waitFor();
    expect(await lena.getByRole('region', { name: 'Next openings' }).getByRole('listitem').count()).toBe(5);
    await lena.getByRole('link', { name: 'Production' }).click();
    await heading(lena, 'Production').waitFor();
    const calendar = lena.getByRole('region', { name: 'Freeze calendar' });
    await calendar.getByText('Frozen', { exact: true }).waitFor();
    await calendar.getByText('Closed by Stocktaking.').waitFor();
    await calendar.getByText(', for 1 d').first().waitFor();
    await lena.goto(`${test.base}/environments`);
    await row(lena, 'Production').getByText('Frozen', { exact: true }).waitFor();
    await row(lena, 'staging').getByText('Open', { exact: true }).waitFor();

    // A page that is open shows it as well, though nothing of the environment changed.
    await dev.goto(`${test.base}/environments`);
    await row(dev, 'Production').getByText('Frozen', { exact: true }).waitFor();
    await lena.getByRole('link', { name: 'Freeze windows' }).click();
    await lena.getByRole('link', { name: 'Stocktaking' }).click();
    // It lets more begin, which needs an ADMIN.
    await lena.getByRole('button', { name: 'Switch off' }).click();
    const dialog = lena.getByRole('dialog', { name: 'Switch off' });
    await dialog.getByRole('button', { name: 'Switch off' }).click();
    await dialog.getByText('An ADMIN may do it').first().waitFor();
    await lena.keyboard.press('Escape');
    const { items } = await test.stack.as('admin').must('GET /freeze-windows', {});
    const params = { freezeWindow: items[0]?.id ?? '' };
    const body = { isActive: false };
    await test.stack.as('admin').must('PATCH /freeze-windows/{freezeWindow}', { params, body });
    await lena.getByRole('button', { name: 'Switch on' }).waitFor();
    await untilShown(dev, row(dev, 'Production').getByText('Open', { exact: true }));
  });

  it('is changed, names what is wrong at its field, and is deleted', async () => {
    await lena.getByRole('button', { name: 'Edit' }).click();
    const dialog = lena.getByRole('dialog', { name: 'Edit' });
    await dialog.getByLabel('Stays open for').fill('a day');
    await dialog.getByRole('button', { name: 'Edit' }).click();
    await dialog.getByText('must be an ISO 8601 duration').first().waitFor();
    expect(await axeOf(lena, 'dialog')).toEqual([]);
    await dialog.getByLabel('Stays open for').fill('PT8H');
    await dialog.getByRole('button', { name: 'Edit' }).click();
    await dialog.waitFor({ state: 'detached' });
    await lena.getByText('8 hours').waitFor();
    await deed(lena, main(lena), 'Delete');
    await lena.getByText('No freeze window yet.').waitFor();
  });
});

describe('an emergency stop', () => {
  it('of one environment is set by a developer, and lifted only by a lead', async () => {
    await dev.getByRole('link', { name: 'Production' }).click();
    await deed(dev, main(dev), 'Stop the environment', (dialog) =>
      dialog.getByLabel('Reason').fill('The disk is full'),
    );
    await dev.getByText('The disk is full').waitFor();
    const lift = dev.getByRole('button', { name: 'Lift the stop' });
    expect(await lift.getAttribute('aria-disabled')).toBe('true');
    await lena.goto(`${test.base}/environments`);
    await row(lena, 'Production').getByText('Stopped').waitFor();
    await lena.getByRole('link', { name: 'Production' }).click();
    await deed(lena, main(lena), 'Lift the stop');
    await lena.getByRole('button', { name: 'Stop the environment' }).waitFor();
  });

  it('of all is on every screen while it is in force, also on a phone, and is gone when it is lifted', async () => {
    await dev.goto(`${test.base}/environments`);
    await deed(dev, main(dev), 'Stop all environments', (dialog) =>
      dialog.getByLabel('Reason').fill('<b>Payments fail</b>'),
    );
    const banner = (page: Page) => page.getByRole('alert', { name: 'Emergency stop' });
    await banner(dev).getByText('All environments are stopped').waitFor();
    await untilShown(lena, banner(lena).getByText('<b>Payments fail</b>'));
    await lena.setViewportSize(PHONE);
    for (const path of ['', 'releases', 'audit']) {
      await lena.goto(`${test.base}/${path}`);
      await Promise.all([banner(lena).waitFor(), lena.getByRole('heading', { level: 1 }).waitFor()]);
      const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect([path, await axeOf(lena), await lena.evaluate(overflow)]).toEqual([path, [], 0]);
    }
    await lena.goto(`${test.base}/environments`);
    await deed(lena, main(lena), 'Lift the stop of all');
    await banner(lena).waitFor({ state: 'detached' });
    await untilShown(dev, dev.getByText('No stop of all environments is in force.'));
    expect(await banner(dev).count()).toBe(0);
  });
});

it('no page had an error of its script or a violation of its policy', () => {
  expect(test.faults).toEqual([]);
});
