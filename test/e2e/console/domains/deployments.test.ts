// Live deployments, all deployments, agents and targets, as people use them.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOf, type ConsoleTest, startConsole } from '../fixture.ts';
import { deed, untilShown } from '../hands.ts';

let test: ConsoleTest;
let lena: Page;
let dev: Page;
beforeAll(async () => {
  test = await startConsole();
  const pageOf = async (username: string) => (await test.person(username)).newPage();
  [lena, dev] = await Promise.all([pageOf('lena'), pageOf('dev')]);
  const lead = test.stack.as('lead');
  await lead.must('POST /environments', { body: { name: 'prod', displayName: 'Production', order: 2 } });
  await lead.must('POST /environments', { body: { name: 'staging', order: 1 } });
  await lead.must('POST /components', { body: { name: 'shop-web', imageRepository: 'ghcr.io/acme/shop' } });
});
afterAll(() => test?.stop());

const main = (page: Page) => page.locator('#main');
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const report = (version: string, environment = 'prod', over: object = {}) =>
  test.stack.as('ci').must('POST /deployments', { body: { environment, service: 'payment-api', version, ...over } });

describe('what is live', () => {
  it('says the next step while nothing is, and shows a deployment as soon as it is reported', async () => {
    await lena.goto(`${test.base}/live`);
    await lena.getByText('Nothing is live in an environment yet.').waitFor();
    expect(await axeOf(lena)).toEqual([]);
    await report('1.0.0');
    await untilShown(lena, row(lena, '1.0.0').getByRole('link', { name: 'Production' }));
    await row(lena, '1.0.0').getByText('Open', { exact: true }).waitFor();
  });

  it('names the last good one, and lists one environment that a person types', async () => {
    await Promise.all([report('1.1.0'), report('0.9.0', 'staging')]);
    await untilShown(lena, row(lena, '1.1.0').getByRole('link', { name: '1.0.0' }), row(lena, '0.9.0'));
    await lena.getByRole('combobox', { name: 'Environment' }).fill('staging');
    await lena.keyboard.press('Enter');
    await row(lena, '1.1.0').waitFor({ state: 'detached' });
    await row(lena, '0.9.0').waitFor();
    expect(new URL(lena.url()).search).toBe('?environment=staging');
    await lena.getByRole('combobox', { name: 'Environment' }).fill('moon');
    await lena.keyboard.press('Enter');
    await lena.getByText('No environment is named moon.').waitFor();
    await lena.goto(`${test.base}/live?service=payment-api&environment=prod`);
    await row(lena, '1.1.0').waitFor();
    expect(await row(lena, '0.9.0').count()).toBe(0);
  });

  it('says what stands in the list of stores while nothing is released, unless an environment is chosen', async () => {
    await lena.goto(`${test.base}/live`);
    const stores = lena.getByRole('region', { name: 'In stores' });
    await stores.getByText('No store has a version yet.').waitFor();
    await lena.goto(`${test.base}/live?environment=prod`);
    await row(lena, '1.1.0').waitFor();
    expect(await stores.count()).toBe(0);
  });

  it('says that a deployment was taken back, and by which', async () => {
    const { items } = await test.stack.as('viewer').must('GET /deployments', { query: { service: 'payment-api' } });
    const bad = items.find(({ version }) => version === '1.1.0');
    await report('1.0.0', 'prod', { rollbackOf: bad?.id });
    await untilShown(lena, row(lena, 'payment-api').getByRole('link', { name: '1.0.0' }));
    await lena.goto(`${test.base}/deployments/${bad?.id}`);
    await main(lena).getByText('Rolled back', { exact: true }).waitFor();
    await lena.getByRole('link', { name: 'A later deployment' }).click();
    await lena.getByText('It takes back').waitFor();
  });
});

describe('a deployment', () => {
  it('is found by its filters, and its stages, status and metrics come as they are reported', async () => {
    const { id } = await report('2.0.0', 'staging', { status: 'IN_PROGRESS' });
    await dev.goto(`${test.base}/deployments?status=IN_PROGRESS&environment=staging`);
    await row(dev, '2.0.0').waitFor();
    expect(await row(dev, '0.9.0').count()).toBe(0);
    await dev.getByRole('link', { name: '2.0.0' }).click();
    await heading(dev, 'payment-api 2.0.0').waitFor();
    const stages = dev.getByRole('region', { name: 'Stages' });
    await deed(dev, main(dev), 'Change a stage', async (dialog) => {
      await dialog.getByLabel('Stage').selectOption('test');
      await dialog.getByLabel('Status').selectOption('FAILED');
      await dialog.getByLabel('Output (optional)').fill('3 of 200 failed');
    });
    await stages.getByText('3 of 200 failed').waitFor();
    const ci = test.stack.as('ci');
    const metrics = [1, 3, 2].map((value, minute) => ({
      ...{ name: 'error_rate', value, unit: 'percent', recordedAt: `2026-11-30T08:0${minute}:00Z` },
    }));
    await ci.must('POST /deployments/{deployment}/metrics', { params: { deployment: id }, body: { metrics } });
    await deed(dev, main(dev), 'Report its status', (dialog) => dialog.getByLabel('Status').selectOption('FAILED'));
    await main(dev).getByText('Failed', { exact: true }).first().waitFor();
    const plot = dev.getByRole('region', { name: 'Metrics' });
    await plot.getByText('3 values, least 1 percent, most 3 percent').waitFor();
    await plot.getByText('Values of error_rate').click();
    expect(await plot.getByRole('cell').allTextContents()).toEqual(['1', '3', '2']);
    expect(await axeOf(dev)).toEqual([]);
  });

  it('cannot be changed by a viewer, whom the button tells why', async () => {
    const { items } = await test.stack.as('viewer').must('GET /deployments', { query: { status: 'FAILED' } });
    const vera = await (await test.person('vera')).newPage();
    await vera.goto(`${test.base}/deployments/${items[0]?.id}`);
    const button = vera.getByRole('button', { name: 'Report its status' });
    await button.waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await vera.close();
  });
});

describe('an agent', () => {
  it('is created with a command to start it, which is shown once, and is seen when it has registered', async () => {
    await lena.goto(`${test.base}/agents`);
    await lena.getByText('No agent yet.').waitFor();
    await deed(lena, main(lena), 'New agent', async (dialog) => {
      await dialog.getByLabel('Name').fill('eu-1');
      await dialog.getByLabel('Production').check();
      await dialog.getByLabel('Labels (optional)').fill('rack=7');
    });
    const joining = lena.getByRole('dialog', { name: 'Start the agent eu-1' });
    const [joinToken = '', command = ''] = await joining.locator('code').allTextContents();
    expect(command).toContain(`--token ${joinToken} --capabilities`);
    expect(await axeOf(lena, 'dialog')).toEqual([]);
    await joining.getByRole('button', { name: 'I have copied it' }).click();
    await row(lena, 'eu-1').getByText('Pending', { exact: true }).waitFor();

    const [url = ''] = /(?<=--url )\S+/.exec(command) ?? [];
    const reply = await fetch(`${url}/api/v1/${test.stack.credentials.tenant.slug}/agents/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ joinToken, version: '1.0.0', capabilities: ['shell'] }),
    });
    expect(reply.status).toBe(200);
    await untilShown(lena, row(lena, 'eu-1').getByText('Online', { exact: true }));
    await lena.goto(`${test.base}/agents?status=OFFLINE`);
    await lena.getByText('No agent fits.').waitFor();
  });

  it('is changed, switched off and on, gets another join token, and is deleted', async () => {
    await lena.goto(`${test.base}/agents`);
    await lena.getByRole('link', { name: 'eu-1' }).click();
    await heading(lena, 'eu-1').waitFor();
    await deed(lena, main(lena), 'Edit', (dialog) => dialog.getByLabel('Production').uncheck());
    await lena.getByText('all environments').waitFor();
    await deed(lena, main(lena), 'Switch off');
    await main(lena).getByText('Off', { exact: true }).waitFor();
    await deed(lena, main(lena), 'Switch on');
    await deed(lena, main(lena), 'Renew the join token');
    await lena.getByRole('button', { name: 'I have copied it' }).click();
    await main(lena).getByText('its join token ends').waitFor();
    await deed(lena, main(lena), 'Delete');
    await lena.getByText('No agent yet.').waitFor();
  });
});

describe('a target', () => {
  it('is added to its environment, and its credentials are written and never shown', async () => {
    await lena.goto(`${test.base}/environments/prod`);
    await lena.getByText('No target yet.').waitFor();
    await deed(lena, main(lena), 'Add a target', async (dialog) => {
      await dialog.getByLabel('Name').fill('web-1');
      await dialog.getByLabel('Component').selectOption('shop-web');
      await dialog.getByLabel('Connection as JSON (optional)').fill('{"host": "10.0.0.7"}');
      await dialog.getByLabel('Credentials (optional)').fill('token=so-secret');
      await dialog.getByLabel('Labels (optional)').fill('region=eu');
    });
    await heading(lena, 'web-1').waitFor();
    await main(lena).getByText('docker', { exact: true }).waitFor();
    expect(await lena.content()).not.toContain('so-secret');
    await deed(lena, main(lena), 'Edit', async (dialog) => {
      await dialog.getByLabel('Delete the stored credentials').check();
      await dialog.getByLabel('Labels (optional)').fill('region=us');
    });
    await main(lena).getByText('region=us').waitFor();
    const { items } = await test.stack.as('viewer').must('GET /targets');
    expect(items).toMatchObject([
      { hasCredentials: false, connection: { host: '10.0.0.7' }, labels: { region: 'us' } },
    ]);
  });

  it('is found by its label on the screen of its environment, and is deleted', async () => {
    await lena.goto(`${test.base}/environments/prod?label=region%3Deu`);
    await lena.getByText('No target fits.').waitFor();
    await lena.getByLabel('Label', { exact: true }).fill('region=us');
    await lena.keyboard.press('Enter');
    await lena.getByRole('link', { name: 'web-1' }).click();
    await deed(lena, main(lena), 'Delete');
    await lena.getByText('No target yet.').waitFor();
  });
});

describe('the approval policy', () => {
  it('has a version for each change of its rules, and none for a change of something else', async () => {
    await lena.goto(`${test.base}/environments/prod`);
    const policy = lena.getByRole('region', { name: 'Approval policy' });
    await policy.getByText('1, in force').waitFor();
    await deed(lena, main(lena), 'Edit', (dialog) => dialog.getByLabel('Soak in minutes').fill('5'));
    await deed(lena, main(lena), 'Edit', (dialog) => dialog.getByLabel('Approvals of a promotion').fill('2'));
    await policy.getByText('2, in force').waitFor();
    expect(await policy.getByRole('rowheader').allTextContents()).toEqual(['2, in force', '1']);
  });
});

describe('automatic promotions', () => {
  it('are off at first, and an environment that takes releases is listed', async () => {
    await lena.goto(`${test.base}/automatic-promotions`);
    await lena.getByText('No environment takes releases automatically.').waitFor();
    await lena.getByText('Nothing is held.').waitFor();
    const params = { environment: 'prod' };
    await test.stack.as('lead').must('PATCH /environments/{environment}', { params, body: { autoPromote: true } });
    await untilShown(lena, row(lena, 'Production').getByText('Active', { exact: true }));
  });

  it('are held after a rollback, until a lead lifts the hold', async () => {
    const holds = (page: Page) => page.getByRole('region', { name: 'Holds' });
    const { id } = await report('3.0.0');
    await report('1.0.0', 'prod', { rollbackOf: id, reason: 'Cards are refused' });
    await untilShown(lena, holds(lena).getByText('Reason: Cards are refused'));
    await holds(lena).getByRole('link', { name: 'deployment of 3.0.0' }).waitFor();
    expect(await axeOf(lena)).toEqual([]);
    await dev.goto(`${test.base}/automatic-promotions?environment=prod`);
    const button = holds(dev).getByRole('button', { name: 'Lift the hold' });
    await button.waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await deed(lena, holds(lena), 'Lift the hold', async (dialog) => {
      await dialog.getByText('Nothing is promoted at once.').waitFor();
      expect(await axeOf(lena, 'dialog')).toEqual([]);
    });
    await holds(lena).getByText('Nothing is held.').waitFor();
    await untilShown(dev, holds(dev).getByText('Nothing is held in this environment.'));
  });
});

it('no page had an error of its script or a violation of its policy', () => {
  expect(test.faults).toEqual([]);
});
