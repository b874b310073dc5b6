// The catalog and the runbooks in the console: a service is created, a runbook edited, compared and restored; strings that would run
// as a script are shown as text.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseBody, sampleIntegrationsOf } from '../../../support/releases/sample-release.ts';
import { type ConsoleTest, startConsole } from '../fixture.ts';

const HOSTILE = ['<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '"><script>alert(1)</script>'] as const;

let test: ConsoleTest;
let page: Page;
const dialogs: string[] = [];
beforeAll(async () => {
  test = await startConsole();
  page = await (await test.person('ada')).newPage();
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
});
afterAll(() => test?.stop());

const go = (path: string) => page.goto(`${test.base}/${path}`);
const button = (name: string, exact = true) => page.getByRole('button', { name, exact });
const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
/** Presses the button of a deed, and in its dialog the one that does it. */
async function confirm(
  label: string,
  fill: (dialog: ReturnType<Page['getByRole']>) => Promise<unknown> = async () => {},
) {
  await button(label).click();
  const dialog = page.getByRole('dialog', { name: label });
  await fill(dialog);
  await dialog.getByRole('button', { name: label, exact: true }).click();
}

describe('the catalog', () => {
  it('shows the components of a release with their digests', async () => {
    const api = test.stack.as('admin');
    const sample = await sampleIntegrationsOf(api);
    const body = { name: 'shop-image', imageRepository: 'ghcr.io/acme/shop' };
    const { id: componentId } = await api.must('POST /components', { body });
    const digest = `sha256:${'5e88'.repeat(16)}`;
    const params = { component: componentId, tag: '3.0.0' };
    await api.must('PUT /components/{component}/versions/{tag}', { params, body: { digest } });
    const release = releaseBody(sample, '3.0.0', { components: [{ componentId }] });
    const { releaseKey } = await api.must('POST /releases', { body: release });
    await go(`releases/${releaseKey}`);
    const row = page.getByRole('row', { name: 'shop-image' });
    await row.getByText('3.0.0').waitFor();
    await row.getByText(digest.slice(0, 19)).waitFor();
    await row.getByRole('link', { name: 'shop-image' }).click();
    await heading('shop-image').waitFor();
  });

  it('creates a repository and a service that names it, switches it off and deletes it', async () => {
    await go('repositories');
    await confirm('New repository', async (dialog) => {
      await dialog.getByLabel('Name', { exact: true }).fill(HOSTILE[0]);
      await dialog.getByLabel('Address').fill('https://git.example/acme/shop');
      await dialog.getByLabel('Id at the provider').fill('shop');
    });
    await heading(HOSTILE[0]).waitFor();
    await go('services');
    await button('New service').click();
    const dialog = page.getByRole('dialog', { name: 'New service' });
    await dialog.getByLabel('Slug').fill('Not a slug');
    await dialog.getByRole('button', { name: 'New service' }).click();
    await dialog.getByLabel('Slug').and(page.locator('[aria-invalid=true]')).waitFor();
    await dialog.getByLabel('Slug').fill('shop');
    await dialog.getByLabel('Name', { exact: true }).fill(HOSTILE[2]);
    await dialog.getByLabel('Slack channel').fill('#shop');
    await dialog.getByLabel(HOSTILE[0]).check();
    await dialog.getByRole('button', { name: 'New service' }).click();
    await heading(HOSTILE[2]).waitFor();
    await page.getByRole('link', { name: HOSTILE[0] }).waitFor();
    await confirm('Switch off');
    await page.locator('#main').getByText('Inactive').waitFor();
    await confirm('Delete');
    await heading('Services').waitFor();
    await page.getByText(HOSTILE[2]).waitFor({ state: 'detached' });
  });

  it('says why a service that is used cannot be deleted', async () => {
    await go('services/payment-api');
    const remove = button('Delete');
    await remove.waitFor();
    expect(await remove.getAttribute('aria-disabled')).toBe('true');
    expect(await page.getByText(/resources? names? it/).count()).toBe(1);
  });

  it('sets a tag twice and shows its moves', async () => {
    await go('components');
    await confirm('New component', async (dialog) => {
      await dialog.getByLabel('Name', { exact: true }).fill('shop-web');
      await dialog.getByLabel('Name for people').fill(HOSTILE[1]);
      await dialog.getByLabel('Image repository').fill('ghcr.io/acme/shop');
    });
    await heading(HOSTILE[1]).waitFor();
    for (const letter of ['a', 'b']) {
      await confirm('Set a tag', async (dialog) => {
        await dialog.getByLabel('Tag').fill('v1.2.0-beta.1');
        await dialog.getByLabel('Digest').fill(`sha256:${letter.repeat(64)}`);
      });
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByRole('cell', { name: '1.2.0-beta.1' }).waitFor();
    await page.getByText('Moves of v1.2.0-beta.1').click();
    await page
      .getByText(/API? by|Api by/)
      .nth(1)
      .waitFor();
  });
});

describe('runbooks', () => {
  it('are written with a preview, edited, compared and restored, and run nothing', async () => {
    await go('runbooks/new');
    await page.getByLabel('Title').fill(`Mend ${HOSTILE[0]}`);
    await page
      .getByLabel('Text')
      .fill(`# Steps\n\n- **stop** it\n\n${HOSTILE.join('\n\n')}\n\n![p](javascript:alert(2))`);
    await page.getByRole('heading', { level: 3, name: 'Steps' }).waitFor();
    await page.getByLabel('Tags').fill('shop');
    await button('Save').click();
    await heading(`Mend ${HOSTILE[0]}`).waitFor();
    const text = page.locator('.markdown');
    for (const shown of [HOSTILE[0], 'x (javascript:alert(1))', HOSTILE[2], 'p (javascript:alert(2))']) {
      await text.getByText(shown, { exact: true }).waitFor();
    }
    expect(await text.locator('img, script, a').count()).toBe(0);
    await button('Edit').click();
    await page.getByLabel('Text').fill('# Steps\n\nStart it\n');
    await button('Save').click();
    await page.getByText('Changes of revision 2').click();
    await page.locator('ins', { hasText: 'Start it' }).waitFor();
    await page.locator('del', { hasText: HOSTILE[0] }).waitFor();
    await confirm('Restore revision 1');
    await page.getByText('restores revision 1').waitFor();
    await text.getByText(HOSTILE[0], { exact: true }).waitFor();
  });

  it('are found by words', async () => {
    await go('runbooks?q=mend');
    await page.getByRole('link', { name: /^Mend/ }).waitFor();
    await page.getByLabel('Words').fill('nothing');
    await page.keyboard.press('Enter');
    await page.getByText('No runbook fits.').waitFor();
    expect(page.url()).toMatch(/q=nothing$/);
  });
});

it('the screens have run nothing of what people wrote', () => {
  expect([dialogs, test.faults]).toEqual([[], []]);
});
