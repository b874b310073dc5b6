// A newcomer takes releases from the form to their end with what the page shows alone: by mouse, by keyboard, and on a phone.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilAsked, untilRelease } from '../../support/releases/release-steps.ts';
import { releaseBody, sampleIntegrationsOf } from '../../support/releases/sample-release.ts';
import { githubRun, putOnBus } from '../../support/services/ci-senders.ts';
import { axeOf, type ConsoleTest, PHONE, startConsole } from './fixture.ts';
import { deed, focusOf, search, tabTo, untilShown } from './hands.ts';

const PLAY = 'Play Store';
/** Each is a whole release; a busy machine takes its time. */
const LONG = { timeout: 300_000 };

let console: ConsoleTest;
beforeAll(async () => {
  console = await startConsole();
});
afterAll(() => console?.stop());

const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const rowOf = (page: Page, section: string, name: string) =>
  part(page, section).getByRole('listitem').filter({ hasText: name });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const main = (page: Page) => page.locator('#main');
const step = (page: Page, name: string) => page.locator('[aria-current=step]', { hasText: name });

/** CI and stores say nothing in this place, so the person says it for them, as the page proposes. */
const builtBy = (page: Page, ci: string) => deed(page, rowOf(page, 'Builds', ci), 'Report its end');
const storeSays = (page: Page, store: string, state: string) =>
  deed(page, rowOf(page, 'Targets', store), 'Report its state', (dialog) =>
    dialog.getByLabel('State').selectOption({ label: state }),
  );
/** Reported sooner, an approval would count for a version that people submitted in the store itself. */
const isSubmitted = (page: Page, store: string) =>
  untilShown(page, rowOf(page, 'Targets', store).getByText('Submitted', { exact: true }));
const rolledOut = (page: Page, words: string) =>
  untilShown(page, rowOf(page, 'Targets', PLAY).getByText(`Rolled out to ${words}`));

describe('by mouse', () => {
  let page: Page;
  beforeAll(async () => {
    page = await (await console.person('ada')).newPage();
  });

  it('a release goes from the form to RELEASED, with a rollout that is halted and resumed', LONG, async () => {
    await page.goto(console.base);
    await page.getByRole('link', { name: 'Releases', exact: true }).click();
    await page.getByRole('link', { name: 'New release' }).first().click();
    await page.getByLabel('Service', { exact: true }).selectOption('payment-api');
    await page.getByLabel('Version', { exact: true }).fill('2.0.0');
    await page.getByLabel('Base branch').fill('main');
    await page.getByLabel('App Store').check();
    await page.getByLabel(PLAY).check();
    await page.getByRole('button', { name: 'Create the release' }).click();
    await heading(page, 'payment-api@2.0.0').waitFor();
    await page.getByText('Kick off begins it').waitFor();
    await deed(page, rowOf(page, 'Targets', PLAY), 'Begin with fewer users');
    await page.getByText('Begins with 10 % of the users.').waitFor();
    await deed(page, main(page), 'Kick off');
    await untilShown(page, page.getByText('Waits for builds'));
    await builtBy(page, 'iOS on Jenkins');
    await builtBy(page, 'Android on GitHub Actions');
    await untilShown(page, page.getByText('Waits for the sign-off of cycle 1.'));
    const question = part(page, 'Approvals').getByRole('link');
    await untilShown(page, question);
    await question.click();
    await deed(page, main(page), 'Approve', (dialog) => dialog.getByLabel(/^Comment/).fill('all green'));
    await page.getByText('The question is now approved.').waitFor();
    await page.getByRole('status').getByRole('link', { name: 'payment-api@2.0.0' }).click();
    await untilShown(page, step(page, 'Build submitted'));
    await isSubmitted(page, 'App Store');
    await isSubmitted(page, PLAY);
    await storeSays(page, 'App Store', 'Released');
    await storeSays(page, PLAY, 'Approved');
    const store = rowOf(page, 'Targets', PLAY);
    await rolledOut(page, '10 % of the users: Rolling out');
    await deed(page, store, 'Roll out further', (dialog) => dialog.getByLabel('Percent of the users').fill('25'));
    await rolledOut(page, '25 % of the users: Rolling out');
    await deed(page, store, 'Halt');
    await rolledOut(page, '25 % of the users: Halted');
    await deed(page, store, 'Resume the rollout');
    await rolledOut(page, '25 % of the users: Rolling out');
    await deed(page, store, 'Complete');
    await untilShown(page, step(page, 'Released'));
    const steps = page.getByRole('list', { name: 'Steps of the release' }).getByRole('listitem');
    expect(await steps.locator('time').count()).toBe(6);
    expect(await steps.filter({ hasText: /, for (\d+ (d|h|min|s) ?)+$/ }).count()).toBe(5);
    await page.getByRole('link', { name: 'Published release' }).waitFor();
  });

  it('what is live names its version in both stores', async () => {
    const live = await page.context().newPage();
    await live.goto(`${console.base}/live?service=payment-api`);
    const row = (store: string) =>
      part(live, 'In stores').getByRole('row').filter({ hasText: store }).filter({ hasText: '2.0.0' });
    await untilShown(live, ...['App Store', PLAY].map((store) => row(store).getByText('Released', { exact: true })));
    await row(PLAY).getByRole('link', { name: '2.0.0' }).click();
    await heading(live, 'payment-api@2.0.0').waitFor();
    await live.close();
  });

  it('the next one is created from it and cancelled', async () => {
    await page.getByRole('link', { name: 'Next release like this' }).click();
    await heading(page, 'Next release like payment-api@2.0.0').waitFor();
    await page.getByRole('button', { name: /minor$/ }).click();
    await page.getByRole('button', { name: 'Create the release' }).click();
    await heading(page, 'payment-api@2.1.0').waitFor();
    await deed(page, main(page), 'Kick off');
    await untilShown(page, page.getByText('Waits for builds'));
    await deed(page, main(page), 'Cancel the release', (dialog) => dialog.getByLabel(/^Reason/).fill('not this month'));
    await untilShown(page, step(page, 'Cancelled'));
    expect(await page.getByRole('button', { name: 'Kick off' }).getAttribute('aria-disabled')).toBe('true');
  });
});

describe('by keyboard alone', () => {
  let page: Page;
  beforeAll(async () => {
    page = await (await console.person('lena')).newPage();
  });

  /** Opens the deed of that name, goes to its button in the dialog and presses it. The focus is not lost afterwards. */
  async function press(label: string, fill: () => Promise<unknown> = async () => {}) {
    const button = page.getByRole('button', { name: label, exact: true });
    await untilShown(page, button.and(page.locator('[aria-disabled=false]')));
    await tabTo(page, label);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: label });
    await dialog.waitFor();
    await fill();
    await tabTo(page, label);
    await page.keyboard.press('Space');
    await dialog.waitFor({ state: 'detached' });
    expect(await focusOf(page)).not.toBe('BODY');
  }
  async function write(field: string, text: string) {
    await page.getByLabel(field, { exact: true }).waitFor();
    await tabTo(page, field);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(text);
  }
  async function choose(field: string, option: string) {
    await page.getByLabel(field, { exact: true }).waitFor();
    await tabTo(page, field);
    const chosen = () => page.evaluate<string>('document.activeElement.selectedOptions[0].label');
    for (let presses = 0; presses < 20 && (await chosen()) !== option; presses += 1) {
      await page.keyboard.press('ArrowDown');
    }
    expect(await chosen()).toBe(option);
  }
  /** The heading of a screen has the focus when it is shown. */
  const arrivesAt = async (name: string) => {
    await heading(page, name).waitFor();
    await expect.poll(() => focusOf(page)).toBe('H1');
  };

  it('a release goes from the form to a halted rollout', LONG, async () => {
    await page.goto(`${console.base}/releases`);
    await arrivesAt('Releases');
    await tabTo(page, 'New release', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await arrivesAt('New release');
    await choose('Service', 'user-dashboard (user-dashboard)');
    await write('Version', '3.0.0');
    await write('Base branch', 'main');
    await tabTo(page, PLAY);
    await page.keyboard.press('Space');
    await tabTo(page, 'Create the release');
    await page.keyboard.press('Enter');
    await arrivesAt('user-dashboard@3.0.0');
    await press('Begin with fewer users');
    await press('Kick off');
    await press('Report its end');
    const question = 'Sign off user-dashboard 3.0.0, cycle 1?';
    await untilShown(page, page.getByRole('link', { name: question }));
    await tabTo(page, question);
    await page.keyboard.press('Enter');
    await arrivesAt(question);
    await press('Approve', () => write('Comment (optional)', 'all green'));
    await search(page, 'user-dashboard@3.0.0');
    const found = page.getByRole('dialog').getByRole('link', { name: 'user-dashboard@3.0.0' });
    await found.waitFor();
    await tabTo(page, (await found.textContent()) ?? '');
    await page.keyboard.press('Enter');
    await arrivesAt('user-dashboard@3.0.0');
    await untilShown(page, step(page, 'Build submitted'));
    await isSubmitted(page, PLAY);
    await press('Report its state', () => choose('State', 'Approved'));
    await rolledOut(page, '10 % of the users: Rolling out');
    await press('Roll out further', () => write('Percent of the users', '25'));
    await rolledOut(page, '25 % of the users: Rolling out');
    await press('Halt');
    await rolledOut(page, '25 % of the users: Halted');
  });

  it('Esc leaves a question and gives the focus back', async () => {
    await tabTo(page, 'Pause', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Pause' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Pause');
  });

  it('the focus shows the reason of a deed that is not allowed', async () => {
    await tabTo(page, 'Kick off', 'Shift+Tab');
    await page.getByText(/^It was kicked off at/).waitFor();
  });

  it('the skip link leads past the navigation', async () => {
    await tabTo(page, 'Skip to the content', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.querySelector("main").contains(document.activeElement)')).toBe(true);
  });
});

describe('on a phone', () => {
  it('a sign-off is approved and a rollout halted', LONG, async () => {
    const { stack } = console;
    const sample = await sampleIntegrationsOf(stack.as('viewer'));
    const play = sample.targets.find(({ type }) => type === 'PLAY_STORE');
    const body = releaseBody(sample, '4.0.0', { targets: [play.id], pipelines: [sample.githubActions.id] });
    const { id, releaseKey } = await stack.as('developer').must('POST /releases', { body });
    const store = { release: id, integration: play.id };
    const route = 'POST /releases/{release}/targets/{integration}/rollout';
    await stack.as('lead').must(route, { params: store, body: { percentage: 10 } });
    await stack.as('developer').must('POST /releases/{release}/kickoff', { params: { release: id } });
    const { branchRelease, pipelines } = await untilRelease(
      stack,
      id,
      (release) => release.pipelines[0].buildUrl !== undefined,
    );
    await putOnBus(stack, 'ci.github', 'workflow_run', githubRun(branchRelease, pipelines[0].buildUrl, 'success'));
    const { question } = await untilAsked(stack, id);

    const phone = { viewport: PHONE, isMobile: true, hasTouch: true };
    const page = await (await console.person('lena', phone)).newPage();
    const tap = async (label: string) => {
      const button = main(page).getByRole('button', { name: label, exact: true });
      await untilShown(page, button.and(page.locator('[aria-disabled=false]')));
      await button.tap();
      await page.getByRole('dialog', { name: label }).getByRole('button', { name: label, exact: true }).tap();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await page.goto(console.base);
    await page.getByRole('link', { name: question }).tap();
    await heading(page, question).waitFor();
    await tap('Approve');
    await page.getByText('The question is now approved.').waitFor();
    const status = 'POST /releases/{release}/targets/{integration}/status';
    await untilRelease(stack, id, ({ targets }) => targets[0].targetStatus === 'SUBMITTED');
    await stack.as('ci').must(status, { params: store, body: { status: 'APPROVED' } });
    await page.getByRole('status').getByRole('link', { name: releaseKey }).tap();
    await tap('Halt');
    await rolledOut(page, '10 % of the users: Halted');
    await page.getByRole('button', { name: 'Kick off' }).tap({ force: true });
    await page.getByText(/^It was kicked off at/).waitFor();
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect([await page.evaluate(overflow), await axeOf(page)]).toEqual([0, []]);
  });
});

it('no page had an error of its script or a violation of its policy', () => {
  expect(console.faults).toEqual([]);
});
