// Promotions and their evidence, as people use them: the dry run, the gates in words, the override, approvals, and the end.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../../../functions/client.ts';
import { promotableRelease, recordDecision } from '../../../support/releases/promotable.ts';
import { axeOf, type ConsoleTest, startConsole } from '../fixture.ts';
import { deed, untilShown } from '../hands.ts';

let test: ConsoleTest;
let lena: Page;
let dev: Page;
let key: string;
let environmentId: string;
const said = { version: '1.0.0', capabilities: ['docker'] };

/** An environment with one target, an agent for it, and a calendar that is always frozen. */
async function makePlace(): Promise<string> {
  const lead = test.stack.as('lead');
  const made = await lead.must('POST /environments', { body: { name: 'prod', order: 1, requiredApprovals: 2 } });
  environmentId = made.id;
  const { id: componentId } = await lead.must('POST /components', {
    body: { name: 'shop-web', imageRepository: 'ghcr.io/acme/shop' },
  });
  await lead.must('PUT /components/{component}/versions/{tag}', {
    params: { component: componentId, tag: '1.0.0' },
    body: { digest: `sha256:${'a'.repeat(64)}` },
  });
  await lead.must('POST /targets', { body: { environmentId, componentId, name: 'web-1', type: 'DOCKER_HOST' } });
  await lead.must('POST /freeze-windows', {
    body: { name: 'Stocktaking', dtstart: '2026-01-01T00:00', duration: 'P1D', rrule: 'FREQ=DAILY' },
  });
  const { joinToken } = await lead.must('POST /agents', { body: { name: 'eu-1' } });
  const open = createClient({ url: test.stack.url, tenant: test.stack.credentials.tenant.slug });
  await open.must('POST /agents/register', { body: { joinToken: joinToken ?? '', ...said } });
  return componentId;
}

beforeAll(async () => {
  test = await startConsole();
  const pageOf = async (username: string) => (await test.person(username)).newPage();
  [lena, dev] = await Promise.all([pageOf('lena'), pageOf('dev')]);
  const componentId = await makePlace();
  key = (await promotableRelease(test.stack, '1.0.0', [{ componentId, tag: '1.0.0' }])).releaseKey;
}, 300_000);
afterAll(() => test?.stop());

const main = (page: Page) => page.locator('#main');
const gates = (page: Page) => page.getByRole('list', { name: 'Gates' }).first();
const gate = (page: Page, name: string) => gates(page).getByRole('listitem').filter({ hasText: name });

async function check(release: string): Promise<void> {
  await dev.getByLabel('Release', { exact: true }).fill(release);
  await dev.getByRole('button', { name: 'See what the gates say' }).click();
}

describe('a new promotion', () => {
  it('is refused at its field, and a dry run says what the gates would decide without a trace', async () => {
    await dev.goto(`${test.base}/promotions`);
    await dev.getByText('No promotion yet.').waitFor();
    await dev.getByRole('link', { name: 'New promotion' }).click();
    await dev.getByRole('heading', { level: 1, name: 'New promotion' }).waitFor();
    await check('ghost@1.0.0');
    await dev.getByText('is no release').first().waitFor();
    await dev.getByLabel('Strategy').selectOption('CANARY');
    await dev.getByRole('button', { name: 'Add a step' }).click();
    await dev.getByLabel('Percent of the targets').nth(1).fill('5');
    await check(key);
    await dev.getByText('must grow from step to step').first().waitFor();
    await dev.getByLabel('Percent of the targets').nth(1).fill('50');
    await check(key);
    await gate(dev, 'Freeze calendar').getByText('Closed by Stocktaking.').waitFor();
    await gate(dev, 'Digests').getByText('Passed', { exact: true }).waitFor();
    expect(await axeOf(dev)).toEqual([]);
    const { items } = await test.stack.as('viewer').must('GET /promotions');
    expect(items).toEqual([]);
  });

  it('is requested as it was checked, and waits at its gates', async () => {
    await dev.getByRole('button', { name: 'Request the promotion' }).click();
    await dev.getByRole('heading', { level: 1, name: `${key} to prod` }).waitFor();
    await untilShown(dev, gate(dev, 'Freeze calendar').getByText('Pending', { exact: true }));
    await main(dev).getByText('It waits for its gates.').waitFor();
    await main(dev).getByText('10 %; 50 %').waitFor();
  });
});

describe('an override of the freeze', () => {
  it('is asked for by one person and granted by another, after which people are asked', async () => {
    await deed(dev, main(dev), 'Ask for an override', async (dialog) => {
      await dialog.getByLabel('Reason').fill('The provider waits');
      await dialog.getByLabel('Ticket (optional)').fill('OPS-12');
    });
    const grant = dev.getByRole('button', { name: 'Grant the override' });
    await grant.waitFor();
    expect(await grant.getAttribute('aria-disabled')).toBe('true');
    await lena.goto(dev.url());
    await deed(lena, main(lena), 'Grant the override');
    await lena.getByText('granted by Lena Lead').waitFor();
    await untilShown(lena, gate(lena, 'Freeze calendar').getByText('An override is granted: The provider waits'));
    await untilShown(lena, main(lena).getByText('0 of 2 needed'));
  });
});

describe('approvals', () => {
  it('are given at the question, which links to the promotion, and are counted there', async () => {
    const approvals = lena.getByRole('region', { name: 'Approvals' });
    await approvals.getByRole('link', { name: /^Promote/ }).click();
    await deed(lena, main(lena), 'Approve', (dialog) => dialog.getByLabel('Comment (optional)').fill('fine'));
    await lena
      .getByRole('link', { name: `${key} to prod` })
      .first()
      .click();
    await approvals.getByText('1 of 2 needed').waitFor();
    await approvals.getByText('Lena Lead').waitFor();
    await untilShown(lena, gate(lena, 'Approvals').getByText('It needs 1 more approval.'));
    expect(await axeOf(lena)).toEqual([]);
  });

  it('would have sufficed under another version of the policy, which the page replays', async () => {
    const params = { environment: environmentId };
    await test.stack.as('admin').must('PATCH /environments/{environment}', { params, body: { requiredApprovals: 1 } });
    await untilShown(
      lena,
      lena.getByLabel('Under the policy of version').getByRole('option', { name: '2' }).locator('..'),
    );
    await lena.getByLabel('Under the policy of version').selectOption('2');
    await lena.getByText('under version 2 of the policy. Nothing was changed.').waitFor();
    expect(new URL(lena.url()).search).toBe('?policyVersion=2');
  });
});

describe('the end of a promotion', () => {
  it('is said by one that was cancelled, and its list is found by its filters', async () => {
    // Until people are asked under the new policy it changes, and a person who cancels it is told so and has to press again.
    const params = { promotion: new URL(dev.url()).pathname.split('/').at(-1) ?? '' };
    const standing = async () => {
      const { policyVersion, approvalId } = await test.stack.as('lead').must('GET /promotions/{promotion}', { params });
      return `${policyVersion} ${approvalId !== null}`;
    };
    await expect.poll(standing, { timeout: 60_000 }).toBe('2 true');
    await dev.reload();
    await deed(dev, main(dev), 'Cancel the promotion', (dialog) => dialog.getByLabel('Reason (optional)').fill('no'));
    await untilShown(dev, main(dev).getByText('It was cancelled.'));
    await dev.goto(`${test.base}/promotions?status=CANCELLED&environment=prod&release=${encodeURIComponent(key)}`);
    await dev.getByRole('link', { name: key }).waitFor();
    await dev.getByLabel('Status').selectOption('DEPLOYED');
    await dev.getByText('No promotion fits.').waitFor();
  });

  it('has evidence, which a person verifies', async () => {
    const lead = test.stack.as('lead');
    const { id } = await lead.must('POST /environments', { body: { name: 'empty', order: 0 } });
    const { id: promotion } = await lead.must('POST /promotions', { body: { release: key, environment: id } });
    await lena.goto(`${test.base}/promotions/${promotion}`);
    await untilShown(lena, main(lena).getByText('It was rejected.'));
    await gate(lena, 'Targets').getByText('empty has no target for shop-web.').waitFor();
    await recordDecision(test.stack, promotion);
    await lena.goto(`${test.base}/evidence?type=DECISION&release=${encodeURIComponent(key)}`);
    await lena
      .getByRole('link', { name: /^Number/ })
      .first()
      .click();
    await lena.getByText('Intact', { exact: true }).waitFor();
    await lena.getByText('"promotionId"').or(lena.getByText(promotion)).first().waitFor();
    expect(await axeOf(lena)).toEqual([]);
  });
});

it('no page had an error of its script or a violation of its policy', () => {
  expect(test.faults).toEqual([]);
});
