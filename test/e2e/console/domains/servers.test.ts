// An environment as a target, in the console: it is connected, a release to it is created with its component, and the release leads to the
// promotion that it asked for.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilAsked } from '../../../support/releases/release-steps.ts';
import { until } from '../../../support/stack.ts';
import { type ConsoleTest, startConsole } from '../fixture.ts';
import { untilShown } from '../hands.ts';

const DIGEST = `sha256:${'5e88'.repeat(16)}`;

let test: ConsoleTest;
let page: Page;
beforeAll(async () => {
  test = await startConsole();
  page = await (await test.person('ada')).newPage();
  const api = test.stack.as('admin');
  const { id: environmentId } = await api.must('POST /environments', { body: { name: 'live', order: 1 } });
  await api.must('POST /environments', { body: { name: 'reported' } });
  const { items } = await api.must('GET /components', { query: { limit: 100 } });
  const component = items.find(({ name }) => name === 'auth-service')?.id ?? '';
  const params = { component, tag: '9.1.0' };
  await api.must('PUT /components/{component}/versions/{tag}', { params, body: { digest: DIGEST } });
  await api.must('POST /targets', {
    body: { name: 'live-1', type: 'DOCKER_HOST', environmentId, componentId: component },
  });
});
afterAll(() => test?.stop());

describe('an environment', () => {
  it('is connected as a target, by its name', async () => {
    await page.goto(`${test.base}/integrations`);
    await page.getByRole('button', { name: 'Add an integration', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Add an integration' });
    await dialog.getByLabel('Type', { exact: true }).selectOption('SERVER');
    await dialog.getByLabel('Name', { exact: true }).fill('Live servers');
    const choice = dialog.getByLabel('Environment', { exact: true });
    const names = await until(
      () => choice.locator('option').allTextContents(),
      (all) => all.length > 1,
    );
    expect(names).toEqual(['Choose one', 'live']);
    await choice.selectOption('live');
    await dialog.getByRole('button', { name: 'Add an integration', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Live servers', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Verify', exact: true }).click();
    await until(
      () => test.stack.as('viewer').must('GET /integrations/{kind}', { params: { kind: 'targets' } }),
      ({ items }) => items.some((one) => one.type === 'SERVER' && one.verificationStatus === 'VALID'),
    );
  });

  it('gets a release with the component of its service, whose target leads to its promotion', async () => {
    await page.goto(`${test.base}/releases/new`);
    await page.getByRole('heading', { name: 'New release' }).waitFor();
    await page.getByLabel('Service', { exact: true }).selectOption('auth-service');
    await page.getByLabel('Version', { exact: true }).fill('9.1.0');
    await page.getByLabel('Base branch').fill('main');
    await page.getByLabel('Live servers').check();
    const components = page.getByRole('group', { name: 'Components' });
    await untilShown(page, components.getByLabel('auth-service', { exact: true }));
    expect(await components.locator('input:checked').count()).toBe(1);
    await page.getByRole('button', { name: 'Create the release' }).click();
    await page.getByRole('heading', { name: 'auth-service@9.1.0' }).waitFor();

    const api = test.stack.as('lead');
    const params = { release: 'auth-service@9.1.0' };
    const now = () => api.must('GET /releases/{release}', { params });
    expect((await now()).components).toMatchObject([{ name: 'auth-service', digest: DIGEST }]);
    await api.must('POST /releases/{release}/kickoff', { params });
    const { id } = await now();
    const { id: approval } = await untilAsked(test.stack, id);
    await api.must('POST /approvals/{approval}/decisions', { params: { approval }, body: { action: 'APPROVED' } });
    const target = page.getByRole('listitem').filter({ hasText: 'Live servers' });
    await untilShown(page, target.getByRole('link', { name: 'Its promotion' }));
    await target.getByRole('link', { name: 'Its promotion' }).click();
    await page.getByRole('heading', { level: 1, name: /auth-service@9\.1\.0/ }).waitFor();
  });
});

it('no page had an error of its script or a violation of its policy', () => {
  expect(test.faults).toEqual([]);
});
