// Several people at once, and a session that ends under way: nothing is overwritten, decided twice or lost.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishBuilds, startBuilding, untilAsked } from '../../support/releases/release-steps.ts';
import { releaseBody, sampleIntegrationsOf } from '../../support/releases/sample-release.ts';
import { type Body, until } from '../../support/stack.ts';
import { axeOf, type ConsoleTest, PASSWORD, startConsole } from './fixture.ts';
import { deed, untilShown } from './hands.ts';

let console: ConsoleTest;
let ada: Page;
let lena: Page;
beforeAll(async () => {
  console = await startConsole();
  const pageOf = async (username: string) => (await console.person(username)).newPage();
  [ada, lena] = await Promise.all([pageOf('ada'), pageOf('lena')]);
});
afterAll(() => console?.stop());

const main = (page: Page) => page.locator('#main');
const notes = (page: Page) => page.getByRole('region', { name: 'Notes for users' });
const OTHERS = 'Others changed it while you had it open.';

/** A release that both have open. */
async function openRelease(version: string): Promise<string> {
  const { stack } = console;
  const body = releaseBody(await sampleIntegrationsOf(stack.as('viewer')), version);
  const { releaseKey } = await stack.as('developer').must('POST /releases', { body });
  await Promise.all([ada, lena].map((page) => page.goto(`${console.base}/releases/${releaseKey}`)));
  await Promise.all([ada, lena].map((page) => page.getByText('Waits for its kickoff.').waitFor()));
  return releaseKey;
}
const stored = (release: string): Promise<Body> =>
  console.stack.as('viewer').must('GET /releases/{release}', { params: { release } });

describe('two people at the same release', () => {
  it('a person who edits an older state is told what changed, loses nothing and overwrites nothing', async () => {
    const release = await openRelease('6.0.0');
    await lena.getByRole('button', { name: 'Edit', exact: true }).click();
    const dialog = lena.getByRole('dialog', { name: 'Edit' });
    await dialog.getByLabel('Due (optional)').fill('2027-03-01');
    await deed(ada, main(ada), 'Edit', async (other) => {
      await other.getByLabel('Description (optional)').fill('for the spring campaign');
      await other.getByLabel('Due (optional)').fill('2027-02-01');
    });
    // The page below shows it already, and still the answer is about the state that was edited.
    await untilShown(lena, lena.getByText('for the spring campaign'));
    await dialog.getByRole('button', { name: 'Edit' }).click();
    await dialog.getByText(OTHERS).waitFor();
    await dialog.getByText('Description: none → for the spring campaign').waitFor();
    expect(await dialog.getByLabel('Due (optional)').inputValue()).toBe('2027-03-01');
    expect(await axeOf(lena)).toEqual([]);
    expect((await stored(release)).targetLocal).toBe('2027-02-01');
    await dialog.getByRole('button', { name: 'Edit' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await stored(release)).toMatchObject({
      targetLocal: '2027-03-01',
      description: 'for the spring campaign',
    });
  });

  it('notes that both edit are those of the first until the second has seen them', async () => {
    await deed(ada, notes(ada), 'Add a language', async (dialog) => {
      await dialog.getByLabel('Language').fill('de');
      await dialog.getByLabel('Notes').fill('Neu: Karten');
    });
    await untilShown(lena, notes(lena).getByText('Neu: Karten'));
    await notes(lena).getByRole('button', { name: 'Edit', exact: true }).click();
    const dialog = lena.getByRole('dialog', { name: 'Edit' });
    await dialog.getByLabel('Notes').fill('Neu: Kreditkarten');
    await deed(ada, notes(ada), 'Edit', (other) => other.getByLabel('Notes').fill('Neu: Karten und Konten'));
    await untilShown(lena, notes(lena).getByText('Neu: Karten und Konten'));
    await dialog.getByRole('button', { name: 'Edit' }).click();
    await dialog.getByText('Text: Neu: Karten → Neu: Karten und Konten').waitFor();
    await dialog.getByLabel('Notes').fill('Neu: Kreditkarten und Konten');
    await dialog.getByRole('button', { name: 'Edit' }).click();
    await dialog.waitFor({ state: 'detached' });
    await notes(lena).getByText('Neu: Kreditkarten und Konten').waitFor();
  });

  it('a language that the other has added is refused at its field, in whatever case it is written', async () => {
    await notes(lena).getByRole('button', { name: 'Add a language' }).click();
    const dialog = lena.getByRole('dialog', { name: 'Add a language' });
    await dialog.getByLabel('Language').fill('DE');
    await dialog.getByLabel('Notes').fill('Neu: alles');
    await dialog.getByRole('button', { name: 'Add a language' }).click();
    await dialog.getByText('has notes already').first().waitFor();
    expect(await dialog.getByLabel('Language').getAttribute('aria-invalid')).toBe('true');
    expect(await dialog.getByLabel('Notes').inputValue()).toBe('Neu: alles');
    await lena.keyboard.press('Escape');
    await notes(lena).getByText('Neu: Kreditkarten und Konten').waitFor();
  });

  it('two approvals at once make one decision, and each person is told of it', async () => {
    const { stack } = console;
    const sample = await sampleIntegrationsOf(stack.as('viewer'));
    const release = await startBuilding(stack, sample, '6.1.0');
    await finishBuilds(stack, sample, release, 61);
    const { id } = await untilAsked(stack, release.id);
    const ready = async (page: Page) => {
      await page.goto(`${console.base}/approvals/${id}`);
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      return page.getByRole('dialog').getByRole('button', { name: 'Approve' });
    };
    const buttons = await Promise.all([ada, lena].map(ready));
    await Promise.all(buttons.map((button) => button.click()));
    const stands = (page: Page) =>
      untilShown(page, page.getByText(/Your answer is stored|Others changed it|is no longer|already/));
    await Promise.all([ada, lena].map(stands));
    const { status, decisions } = await stack.as('viewer').must('GET /approvals/{approval}', {
      params: { approval: id },
    });
    expect([status, decisions.length]).toEqual(['APPROVED', 1]);
    const told = await Promise.all([ada, lena].map((page) => page.getByText('Your answer is stored.').count()));
    expect(told.toSorted()).toEqual([0, 1]);
  });
});

describe('a question that another person decides', () => {
  it('keeps the dialog of the answer open, says who decided what, and keeps the comment', async () => {
    const { stack } = console;
    const sample = await sampleIntegrationsOf(stack.as('viewer'));
    const release = await startBuilding(stack, sample, '6.2.0');
    await finishBuilds(stack, sample, release, 62);
    const { id } = await untilAsked(stack, release.id);
    await lena.goto(console.base);
    const asked = lena.getByRole('listitem').filter({ hasText: release.releaseKey });
    await asked.getByRole('button', { name: 'Approve', exact: true }).click();
    const dialog = lena.getByRole('dialog', { name: 'Approve' });
    await dialog.getByLabel('Comment (optional)').fill('green on my phone');
    const body = { action: 'REJECTED', comment: 'the shop is empty' } as const;
    await stack.as('admin').must('POST /approvals/{approval}/decisions', { params: { approval: id }, body });
    await untilShown(lena, dialog.getByText('Ada Admin rejected it'));
    await dialog.getByText('the shop is empty').waitFor();
    expect(await dialog.getByLabel('Comment (optional)').inputValue()).toBe('green on my phone');
    expect(await dialog.getByRole('button').allTextContents()).toEqual(['Back']);
    expect(await axeOf(lena)).toEqual([]);
    await dialog.getByRole('button', { name: 'Back' }).click();
    await asked.waitFor({ state: 'detached' });
  });
});

describe('a session that is revoked under way', () => {
  // A look for news would find the end of the session before the person does something.
  beforeAll(() => lena.getByRole('button', { name: 'Live' }).click());

  const revoke = async () => {
    const admin = console.stack.as('admin');
    const { items } = await admin.must('GET /users', { query: { limit: 100 } });
    const userId = items.find(({ username }) => username === 'lena')?.id;
    await admin.must('DELETE /sessions', { query: { userId } });
    // A session is valid for some seconds in what remembers it.
    await until(
      async () => (await lena.request.get(`${console.stack.url}/api/v1/acme/me`)).status(),
      (status) => status === 401,
    );
  };
  async function signInAgain(login: string) {
    const dialog = lena.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByText('Your session has ended.').waitFor();
    expect(await axeOf(lena)).toEqual([]);
    await lena.keyboard.press('Escape');
    await dialog.getByLabel('E-mail or username').fill(login);
    await dialog.getByLabel('Password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  it('keeps what was typed into the form of a release', async () => {
    await lena.goto(`${console.base}/releases/new`);
    await lena.getByLabel('Service', { exact: true }).selectOption('api-gateway');
    await lena.getByLabel('Version', { exact: true }).fill('1.0.0');
    await lena.getByLabel('Base branch').fill('main');
    await lena.getByLabel('App Store').check();
    await lena.getByLabel('Description (optional)').fill('typed for half an hour');
    await revoke();
    await lena.getByRole('button', { name: 'Create the release' }).click();
    await signInAgain('lena');
    expect(await lena.getByLabel('Description (optional)').inputValue()).toBe('typed for half an hour');
    await lena.getByRole('button', { name: 'Create the release' }).click();
    await lena.getByRole('heading', { level: 1, name: 'api-gateway@1.0.0' }).waitFor();
    await lena.getByText('typed for half an hour').waitFor();
  });

  it('keeps what was typed into a dialog', async () => {
    await notes(lena).getByRole('button', { name: 'Add a language' }).click();
    const dialog = lena.getByRole('dialog', { name: 'Add a language' });
    await dialog.getByLabel('Language').fill('fr');
    await dialog.getByLabel('Notes').fill('Nouveau');
    await revoke();
    await dialog.getByRole('button', { name: 'Add a language' }).click();
    await signInAgain('lena');
    await dialog.getByRole('button', { name: 'Add a language' }).click();
    await notes(lena).getByText('Nouveau').waitFor();
  });
});

describe('a deed without the right to it', () => {
  it('is shown with its reason', async () => {
    const vera = await (await console.person('vera')).newPage();
    for (const [path, label] of [
      ['releases', 'New release'],
      ['runbooks', 'New runbook'],
      ['trains', 'Create a train'],
    ] as const) {
      await vera.goto(`${console.base}/${path}`);
      const button = main(vera).getByRole('button', { name: label }).first();
      await button.focus();
      await vera.getByText('Your role VIEWER does not include it.').first().waitFor();
      expect(await button.getAttribute('aria-disabled')).toBe('true');
    }
  });
});

describe('a train', () => {
  it('is created with the form, for a service that was created a moment ago', async () => {
    await ada.goto(`${console.base}/trains`);
    await ada.getByRole('heading', { level: 1, name: 'Trains' }).waitFor();
    await console.stack.as('developer').must('POST /services', { body: { slug: 'night-mail' } });
    await deed(ada, main(ada), 'Create a train', async (dialog) => {
      await dialog.getByLabel('Name').fill('Fortnightly');
      await dialog.getByLabel('Service').selectOption('night-mail');
      await dialog.getByLabel('Schedule').fill('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU');
      await dialog.getByLabel('Repository').selectOption({ label: 'Acme on GitHub' });
      await dialog.getByLabel('Base branch (optional)').fill('main');
      await dialog.getByLabel('App Store').check();
    });
    await ada.getByRole('heading', { level: 1, name: 'Fortnightly' }).waitFor();
    await ada.getByText('every 2 weeks on Tuesday').waitFor();
  });

  it('skips a departure, and departs then after all', async () => {
    const departures = ada.getByRole('region', { name: 'Departures' });
    await departures.getByText(/^Next/).waitFor();
    const next = await departures.locator('time').first().getAttribute('datetime');
    await deed(ada, main(ada), 'Skip the next departure', (dialog) =>
      dialog.getByLabel('Reason (optional)').fill('The office is closed'),
    );
    await untilShown(ada, departures.getByText(/^Skipped/));
    expect(await departures.locator('time').nth(1).getAttribute('datetime')).toBe(next);
    expect(await axeOf(ada)).toEqual([]);
    await deed(ada, departures, 'Depart after all');
    await departures.getByText(/^Skipped/).waitFor({ state: 'detached' });
    expect(await departures.locator('time').first().getAttribute('datetime')).toBe(next);
  });

  it('is paused, and resumed by its schedule', async () => {
    await deed(ada, main(ada), 'Pause');
    await ada.getByText('No departure is planned: the train is paused.').waitFor();
    await deed(ada, main(ada), 'Resume');
    await ada.getByRole('region', { name: 'Departures' }).getByText(/^Next/).waitFor();
    const { items } = await console.stack.as('viewer').must('GET /trains', {});
    expect(items.find(({ name }) => name === 'Fortnightly')).toMatchObject({ isActive: true, service: 'night-mail' });
  });
});

it('no page had an error of its script or a violation of its policy', () => {
  expect(console.faults).toEqual([]);
});
