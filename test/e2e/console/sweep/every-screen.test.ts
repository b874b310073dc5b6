// Every screen of the console, with hostile texts wherever people and services write: nothing of them runs, they are shown as they
// are written, nothing moves while a screen is drawn, and axe finds nothing in the light, in the dark, on a phone and in dialogs.
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOf, type ConsoleTest, PHONE, startConsole } from '../fixture.ts';
import { openPaths, screenPaths } from './screen-paths.ts';
import type { Shown } from './world/making.ts';
import { examplesOf, makeWorld } from './world/world.ts';

const KINDS = [
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(2)>',
  '</script><script>alert(3)</script>',
  '{{constructor.constructor("alert(4)")()}}',
  '[more](javascript:alert(5))',
  '\u202Egpj.exe\u200B',
  'W'.repeat(50),
];
/** The plain text, and as many kinds as fit, of which another one comes first each time; an address that a browser would run. */
function hostile(plain: string, most: number): string {
  if (plain.startsWith('https:')) return `javascript:alert(6)//${plain}`;
  const turn = plain.length % KINDS.length;
  let text = plain;
  for (const kind of [...KINDS.slice(turn), ...KINDS.slice(0, turn)]) {
    if (text.length + 1 + kind.length <= most) text += ` ${kind}`;
  }
  return text;
}

/** An answer of the API with every further text that a person or a service may have written hostile too. */
function poisoned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(poisoned);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, poisoned(one)]));
  }
  if (typeof value !== 'string' || value.includes('alert(')) return value;
  if (/^https?:/.test(value)) return 'javascript:alert(7)';
  return /\s/.test(value) ? `${value} ${KINDS.join(' ')}` : value;
}

/** Of the layout: at most so much moves while a screen is drawn. https://web.dev/articles/cls */
const MOST_SHIFT = 0.05;
const OBSERVE_SHIFTS = `
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries())
      shifts.push([value, ...sources.map(({ node }) => (node?.outerHTML ?? '').slice(0, 80))]);
  }).observe({ type: 'layout-shift', buffered: true });`;
/** Between two answers of the API, so that each of them draws a part of its own. */
const APART_MS = 30;

let test: ConsoleTest;
let admin: BrowserContext;
let visitor: BrowserContext;
let shown: readonly Shown[];
const dialogs: string[] = [];

/** The world takes many steps, each of them as long as the machine is busy. */
const MANY_STEPS_MS = 900_000;
beforeAll(async () => {
  test = await startConsole();
  shown = await makeWorld(test.stack, hostile);
  [admin, visitor] = [await test.person('ada'), await test.person()];
  for (const context of [admin, visitor]) await context.addInitScript(OBSERVE_SHIFTS);
}, MANY_STEPS_MS);
afterAll(() => test?.stop());

async function open(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  page.on('dialog', (dialog) => {
    dialogs.push(`${path}: ${dialog.message()}`);
    void dialog.dismiss();
  });
  let turn = 0;
  await page.route('**/api/**', async (route) => {
    turn += 1;
    await new Promise((resolve) => setTimeout(resolve, turn * APART_MS));
    const response = await route.fetch();
    const isJson = response.headers()['content-type']?.includes('json');
    await route.fulfill({ response, ...(isJson && { json: poisoned(await response.json()) }) });
  });
  await page.goto(`${test.base}/${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect.poll(() => page.locator('.loading').count(), { timeout: 60_000 }).toBe(0);
  return page;
}

const overflowOf = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** Nothing of the page could run, and each text is shown as it was written. */
async function assertHarmless(page: Page, path: string): Promise<void> {
  expect(
    await page.evaluate(
      '[...document.querySelectorAll(":is(#console, dialog) :is(img, script, iframe, object, [href^=javascript i])")].map((one) => one.outerHTML)',
    ),
  ).toEqual([]);
  const missing = async () => {
    const text = (await page.locator('body').textContent()) ?? '';
    return shown.filter(({ screen, text: wanted }) => screen === path && !text.includes(wanted));
  };
  await expect.poll(missing).toEqual([]);
  expect(await page.locator('.problem').allTextContents()).toEqual([]);
}

async function assertStill(page: Page): Promise<void> {
  const shifts = await page.evaluate<[number, ...string[]][]>('shifts');
  const sum = shifts.reduce((total, [value]) => total + value, 0);
  expect(sum, JSON.stringify(shifts)).toBeLessThanOrEqual(MOST_SHIFT);
}

async function assertAccessible(page: Page): Promise<void> {
  expect(['light', await axeOf(page), await overflowOf(page)]).toEqual(['light', [], 0]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize(PHONE);
  expect(['dark, on a phone', await axeOf(page), await overflowOf(page)]).toEqual(['dark, on a phone', [], 0]);
}

/** Opens the dialog of each deed on the page once. */
async function assertDialogs(page: Page): Promise<void> {
  const deeds = page.locator('.deed > button[aria-haspopup=dialog]:not([aria-disabled=true])');
  const seen = new Set<string>();
  for (let at = 0; at < (await deeds.count()); at += 1) {
    const deed = deeds.nth(at);
    const label = (await deed.textContent()) ?? '';
    if (seen.has(label)) continue;
    seen.add(label);
    await deed.click();
    await page.getByRole('dialog').waitFor();
    expect([label, await axeOf(page, 'dialog'), await overflowOf(page)]).toEqual([label, [], 0]);
    await page.keyboard.press('Escape');
  }
}

describe.each(await screenPaths())('the screen /%s', (path) => {
  it('is as it should be', async () => {
    for (const example of examplesOf(path, shown)) {
      const page = await open(admin, example);
      await assertStill(page);
      await assertHarmless(page, example);
      const current = page.getByRole('navigation', { name: 'Screens' }).locator('[aria-current]');
      expect(await current.count()).toBe(path === 'account' ? 0 : 1);
      await assertAccessible(page);
      await assertDialogs(page);
      await page.close();
    }
  });
});

describe.each(await openPaths())('the page /%s for people without a session', (path) => {
  it('is as it should be', async () => {
    const page = await open(visitor, `${path}#secret`);
    await assertStill(page);
    await assertHarmless(page, path);
    await assertAccessible(page);
    await page.close();
  });
});

it('the search shows as text what a person types and what it finds', async () => {
  const page = await open(admin, 'releases');
  await page.setViewportSize(PHONE);
  await page.getByRole('button', { name: 'Search' }).click();
  const dialog = page.getByRole('dialog', { name: 'Search' });
  const typed = hostile('Anything', 200);
  for (const [text, answer] of [
    [typed, `Nothing is named ${typed}.`],
    ['shop', 'Releases of Shop'],
  ] as const) {
    await dialog.getByRole('textbox').fill(text);
    await dialog.getByText(answer).waitFor();
    await assertHarmless(page, 'search');
    expect([await axeOf(page, 'dialog'), await overflowOf(page)]).toEqual([[], 0]);
  }
  await page.close();
});

it('nothing that people or services wrote ran', () => {
  expect([dialogs, test.faults]).toEqual([[], []]);
});
