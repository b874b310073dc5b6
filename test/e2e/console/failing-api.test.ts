// The console while the API is slow, fails, or is not reached: the page says what it waits for, what failed and how old its data is,
// and each deed is done once, however often its answer is lost.
import type { BrowserContext, Page, Request, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOf, type ConsoleTest, startConsole } from './fixture.ts';

const HTML = '<!doctype html><title>Sign in to the Wi-Fi</title>';
const JSON_TYPE = 'application/problem+json';
const SERVICES = /\/api\/v1\/[^/]+\/services(\?|$)/;

type Fault = (route: Route) => Promise<unknown>;
const problem =
  (status: number, code: string, headers: Record<string, string> = {}): Fault =>
  (route) =>
    route.fulfill({
      status,
      headers: { 'x-correlation-id': 'request-of-the-fault', ...headers },
      contentType: JSON_TYPE,
      body: JSON.stringify({ type: `urn:windlass:problem:${code}`, title: 'It does not work', status, code }),
    });
const html =
  (status: number): Fault =>
  (route) =>
    route.fulfill({ status, contentType: 'text/html', body: HTML });
const cutOff: Fault = (route) => route.abort('connectionreset');

let test: ConsoleTest;
/** The browser of an administrator who is signed in. */
let storageState: Awaited<ReturnType<BrowserContext['storageState']>>;
beforeAll(async () => {
  test = await startConsole();
  storageState = await (await test.person('ada')).storageState();
});
afterAll(() => test?.stop());

/** A page of an administrator, whose clock a test may move on. */
async function begin(
  person: Promise<BrowserContext> = test.person(undefined, { storageState }),
): Promise<{ page: Page; context: BrowserContext; go: (path: string) => Promise<unknown> }> {
  const context = await person;
  const page = await context.newPage();
  await page.clock.install();
  return { page, context, go: (path) => page.goto(`${test.base}/${path}`) };
}

/** Past the pauses between the attempts of a request. */
const passRetries = (page: Page) => page.clock.fastForward(10_000);
/** Presses what asks again until the page shows it: an attempt of before may still be under way. */
const alertOf = (page: Page) => page.getByRole('main').getByRole('alert');
/** The alert that is shown when no attempt is left. */
async function alertAfterRetries(page: Page) {
  const alert = alertOf(page);
  await expect
    .poll(async () => {
      await passRetries(page);
      return alert.count();
    })
    .toBe(1);
  return alert;
}
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

describe('a list that is slow', () => {
  it('says that it is loading, and is shown when it comes', async () => {
    const { page, go } = await begin();
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(SERVICES, async (route) => {
      await answered;
      await route.continue();
    });
    await go('services');
    await heading(page, 'Services').waitFor();
    await page.getByRole('status').getByText('Loading services…').waitFor();
    expect(await axeOf(page)).toEqual([]);
    answer();
    await page.getByRole('link', { name: 'payment-api' }).waitFor();
    expect(await page.locator('.loading').count()).toBe(0);
  });
});

describe('a list that is not answered', () => {
  it.each<[string, Fault, string]>([
    ['fails', problem(500, 'request.internal'), 'request.internal'],
    ['is answered by a gateway', html(502), 'http.502'],
    ['is unavailable', problem(503, 'request.unavailable'), 'request.unavailable'],
    ['is asked for too often', problem(429, 'request.throttled', { 'retry-after': '5' }), 'request.throttled'],
    ['is cut off', cutOff, 'console.no_answer'],
    ['is answered by somebody else', html(200), 'http.200'],
  ])('because it %s says so, and is read by a button', async (_, fault, code) => {
    const { page, go } = await begin();
    await page.route(SERVICES, fault);
    await go('services');
    await heading(page, 'Services').waitFor();
    const alert = await alertAfterRetries(page);
    expect(await alert.textContent()).toContain(code);
    if (code.startsWith('request.')) expect(await alert.textContent()).toContain('request-of-the-fault');
    expect(await axeOf(page)).toEqual([]);
    const again = alert.getByRole('button', { name: 'Try again' });
    const asked = page.waitForRequest(SERVICES);
    await again.click();
    await asked;
    await page.unroute(SERVICES);
    // The page may have read the list automatically meanwhile, for the news of its feed.
    await again.click({ timeout: 5_000 }).catch(() => undefined);
    await page.getByRole('link', { name: 'payment-api' }).waitFor();
    expect(await alert.count()).toBe(0);
  });

  it('at first, because it is asked for too often, is read when the API said', async () => {
    const { page, go } = await begin();
    await page.route(SERVICES, problem(429, 'request.throttled', { 'retry-after': '4' }), { times: 1 });
    const second = page.waitForResponse(async (reply) => SERVICES.test(reply.url()) && reply.ok());
    await go('services');
    await page.getByText('Loading services…').waitFor();
    await page.clock.fastForward(5_000);
    await second;
    await page.getByRole('link', { name: 'payment-api' }).waitFor();
  });
});

describe('a page without a connection', () => {
  it('keeps what it shows with its age, says what it cannot read, and goes on with the connection', async () => {
    const { page, context, go } = await begin();
    await go('services');
    await page.getByRole('link', { name: 'payment-api' }).waitFor();
    await page.getByRole('link', { name: 'Needs you' }).click();
    await heading(page, 'Needs you').waitFor();
    const shown = await page.evaluate<string>('new Date().toTimeString().slice(0, 3)');
    await context.setOffline(true);
    await page.clock.fastForward(60_000);
    await page.getByRole('link', { name: 'Catalog' }).click();
    await page.getByRole('link', { name: 'payment-api' }).waitFor();
    const stale = page.getByText(/You see the state as of \d\d:\d\d/);
    await expect
      .poll(async () => {
        await passRetries(page);
        return stale.count();
      })
      .toBe(1);
    expect(await stale.textContent()).toContain(`as of ${shown}`);
    await page.getByRole('button', { name: 'No answer' }).waitFor();
    // The script of this screen was not loaded yet.
    await page.getByRole('link', { name: 'Runbooks' }).click();
    await page.getByText('This screen could not be loaded').waitFor();
    expect(await axeOf(page)).toEqual([]);
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Load the page again' }).click();
    await heading(page, 'Runbooks').waitFor();
    await page.getByRole('link', { name: 'Deployment guide' }).waitFor();
  });

  it('says so at its start', async () => {
    const { page, go } = await begin();
    await page.route(/\/me$/, problem(503, 'request.unavailable'));
    await go('services');
    const alert = await alertAfterRetries(page);
    expect(await axeOf(page)).toEqual([]);
    await page.unroute(/\/me$/);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'payment-api' }).waitFor();
  });

  it('does not say that a person signed out who did not', async () => {
    const { page, context, go } = await begin(test.person('ada'));
    await go('services');
    await page.getByRole('link', { name: 'payment-api' }).waitFor();
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are still signed in').waitFor();
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: /^Sign in/ }).waitFor();
    expect(await context.cookies(test.stack.url)).toEqual([]);
  });
});

describe('a deed', () => {
  const TOKENS = /\/tokens$/;
  const isWrite = (request: Request) => request.method() === 'POST' && TOKENS.test(new URL(request.url()).pathname);

  /** Presses the button in a dialog that creates a token of that name; answers the keys of the requests so far. */
  async function createToken(page: Page, name: string) {
    const keys: (string | undefined)[] = [];
    page.on('request', (request) => {
      if (isWrite(request)) keys.push(request.headers()['idempotency-key']);
    });
    await page.getByRole('button', { name: 'Create a token' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create a token' });
    await dialog.getByLabel('Name').fill(name);
    const press = () => dialog.getByRole('button', { name: 'Create a token' }).click();
    await press();
    return { keys, dialog, press };
  }
  const named = async (name: string) =>
    (await test.stack.as('admin').must('GET /tokens', { query: { limit: 100 } })).items.filter(
      (one) => one.name === name,
    );

  it.each<[string, Fault]>([
    ['fails', problem(503, 'request.unavailable')],
    ['is answered by a gateway', html(502)],
    ['is cut off', cutOff],
  ])('that %s is said, and done when it is repeated, with the same key', async (how, fault) => {
    const { page, go } = await begin();
    await go('account');
    await page.route(TOKENS, (route) => (isWrite(route.request()) ? fault(route) : route.continue()));
    const { keys, dialog, press } = await createToken(page, `That ${how}`);
    await dialog.getByRole('alert').waitFor();
    expect(await axeOf(page, 'dialog')).toEqual([]);
    expect(await named(`That ${how}`)).toEqual([]);
    await page.unroute(TOKENS);
    await press();
    await page.getByRole('dialog', { name: `The secret of That ${how}` }).waitFor();
    expect(await named(`That ${how}`)).toHaveLength(1);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('whose answer is lost is not done twice', async () => {
    const { page, go } = await begin();
    await go('account');
    await page.route(TOKENS, async (route) => {
      if (!isWrite(route.request())) return route.continue();
      // The fetch is this process's, which tells no site of its own.
      await route.fetch({ headers: { ...route.request().headers(), 'sec-fetch-site': 'same-origin' } });
      return route.abort('connectionreset');
    });
    const { dialog, press } = await createToken(page, 'Lost');
    await dialog.getByText('console.no_answer').waitFor();
    expect(await named('Lost')).toHaveLength(1);
    await page.unroute(TOKENS);
    await press();
    await page.getByRole('dialog', { name: 'The secret of Lost' }).getByText('Rotate it').waitFor();
    expect(await named('Lost')).toHaveLength(1);
  });

  it('that a person begins anew is another one', async () => {
    const { page, go } = await begin();
    await go('account');
    const { keys } = await createToken(page, 'Twice');
    await page.getByRole('button', { name: 'I have stored it' }).click();
    const again = await createToken(page, 'Twice');
    await page.getByRole('button', { name: 'I have stored it' }).click();
    expect(await named('Twice')).toHaveLength(2);
    expect(new Set([...keys, ...again.keys]).size).toBe(2);
  });
});

it('no page had an error of its script or a violation of its policy', () => {
  expect(test.faults).toEqual([]);
});
