// Deployments that Windlass drives, as people follow them: targets with their logs, a pause and its answer, a rollback, a cancellation.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlayedAgent, playAgent } from '../../../support/agents/played-agent.ts';
import { promotableRelease } from '../../../support/releases/promotable.ts';
import { until } from '../../../support/stack.ts';
import { axeOf, type ConsoleTest, startConsole } from '../fixture.ts';
import { deed, untilShown } from '../hands.ts';

let test: ConsoleTest;
let lena: Page;
let agent: PlayedAgent;
const keys: Record<string, string> = {};
const VERSIONS = ['1.0.0', '1.1.0'];

beforeAll(async () => {
  test = await startConsole();
  lena = await (await test.person('lena')).newPage();
  const lead = test.stack.as('lead');
  const { id: environmentId } = await lead.must('POST /environments', { body: { name: 'prod', order: 1 } });
  const { id: componentId } = await lead.must('POST /components', {
    body: { name: 'shop-web', imageRepository: 'ghcr.io/acme/shop' },
  });
  for (const name of ['web-1', 'web-2']) {
    await lead.must('POST /targets', { body: { environmentId, componentId, name, type: 'DOCKER_HOST' } });
  }
  for (const [index, tag] of VERSIONS.entries()) {
    const digest = `sha256:${String(index + 1).repeat(64)}`;
    const params = { component: componentId, tag };
    await lead.must('PUT /components/{component}/versions/{tag}', { params, body: { digest } });
    keys[tag] = (await promotableRelease(test.stack, tag, [{ componentId, tag }])).releaseKey;
  }
  agent = await playAgent(test.stack, 'eu-1');
}, 300_000);
afterAll(async () => {
  await agent?.stop();
  await test?.stop();
});

const main = (page: Page) => page.locator('#main');
const targets = () => lena.getByRole('region', { name: 'Targets' });
const target = (name: string) => targets().getByRole('listitem').filter({ hasText: name });
const statusIs = (words: string) => untilShown(lena, main(lena).locator('p').getByText(words, { exact: true }));

/** Opens the deployment of a new promotion by its link. */
async function promote(version: string, over: object = {}): Promise<void> {
  const { id } = await test.stack.as('lead').must('POST /promotions', {
    body: { release: keys[version] ?? '', environment: 'prod', rollout: { smokeTestSeconds: 0, ...over } },
  });
  await lena.goto(`${test.base}/promotions/${id}`);
  await untilShown(lena, lena.getByRole('link', { name: 'its deployment' }));
  await lena.getByRole('link', { name: 'its deployment' }).click();
  await lena.getByRole('heading', { level: 1, name: `sample-app ${version}` }).waitFor();
}

describe('a deployment', () => {
  it('shows each target with its agent and the log as it comes, and the end', async () => {
    agent.play(() => 'HOLD');
    await promote('1.0.0');
    await untilShown(lena, target('web-1').getByText('Leased', { exact: true }));
    await target('web-1').getByRole('link', { name: 'eu-1' }).waitFor();
    await target('web-1').getByText('Log of web-1').click();
    await target('web-1').getByText('DEPLOY 1.0.0 on web-1').waitFor();
    expect(await axeOf(lena)).toEqual([]);
    agent.play(() => 'SUCCEEDED');
    await statusIs('Succeeded');
    await target('web-2').getByText('Succeeded', { exact: true }).waitFor();
    const evidence = lena.getByRole('region', { name: 'Evidence' });
    await untilShown(lena, evidence.getByRole('link', { name: 'End of a deployment' }));
    await lena.goto(`${test.base}/live`);
    await lena.getByRole('row').filter({ hasText: '1.0.0' }).getByText('Live', { exact: true }).waitFor();
  });

  it('waits for a person after a failure, and is taken back by that person', async () => {
    agent.play(({ step, target: { name } }) => (step === 'DEPLOY' && name === 'web-1' ? 'FAILED' : 'SUCCEEDED'));
    await promote('1.1.0', { failurePolicy: 'PAUSE' });
    await untilShown(lena, main(lena).getByText('It waits for a person who resumes it'));
    await target('web-1').getByText('web-1 is full').waitFor();
    await deed(lena, main(lena), 'Take it back');
    await statusIs('Rolled back');
    await untilShown(lena, targets().getByText('Rollback').first());
  });

  it('is cancelled by a person: what is under way ends first', async () => {
    agent.play(() => 'HOLD');
    await promote('1.1.0');
    await untilShown(lena, target('web-1').getByText('Leased', { exact: true }));
    await deed(lena, main(lena), 'Cancel the deployment', (dialog) =>
      dialog.getByLabel('Reason (optional)').fill('the wrong one'),
    );
    await statusIs('Cancelled');
    const cancel = lena.getByRole('button', { name: 'Cancel the deployment' });
    expect(await cancel.getAttribute('aria-disabled')).toBe('true');
  });

  it('that is live is rolled back by another one', async () => {
    agent.play(() => 'SUCCEEDED');
    await promote('1.1.0');
    await statusIs('Succeeded');
    await deed(lena, main(lena), 'Roll back', (dialog) => dialog.getByLabel('Reason').fill('Customers see an error'));
    await untilShown(lena, lena.getByRole('link', { name: 'A later deployment' }));
    await lena.getByRole('link', { name: 'A later deployment' }).click();
    await lena.getByRole('heading', { level: 1, name: 'sample-app 1.0.0' }).waitFor();
    await main(lena).getByText('It takes back').waitFor();
    const live = () => test.stack.as('viewer').must('GET /live-deployments');
    const { items } = await until(live, (found) => found.items[0]?.version === '1.0.0');
    expect(items).toHaveLength(1);
  });
});

describe('what is live', () => {
  it('says how many targets drift, and leads to them', async () => {
    const { items } = await test.stack.as('viewer').must('GET /targets');
    for (const { id } of items) await agent.find(id, `sha256:${'9'.repeat(64)}`);
    await lena.goto(`${test.base}/live`);
    const row = lena.getByRole('row').filter({ hasText: 'sample-app' });
    await row.getByText('Drift', { exact: true }).waitFor();
    expect(await axeOf(lena)).toEqual([]);
    await row.getByRole('link', { name: '2 targets' }).click();
    await targets().getByText('Drift', { exact: true }).first().waitFor();
  });
});

it('no page had an error of its script or a violation of its policy', () => {
  expect(test.faults).toEqual([]);
});
