// Signing in to the console: by password with the keyboard alone, back to the page that was asked for, and out again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOf, type ConsoleTest, PASSWORD, PHONE, startConsole } from './fixture.ts';

let console: ConsoleTest;
beforeAll(async () => {
  console = await startConsole();
});
afterAll(async () => {
  await console?.stop();
});

describe('a person without a session', () => {
  it('signs in with the keyboard and lands on the page that they asked for', async () => {
    const page = await (await console.person()).newPage();
    await page.goto(`${console.base}/releases?status=RELEASED`);
    await page.getByRole('heading', { name: /^Sign in/ }).waitFor();
    expect(await axeOf(page)).toEqual([]);
    await page.getByLabel('E-mail or username').focus();
    await page.keyboard.type('ada');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Releases' }).waitFor();
    expect(page.url()).toBe(`${console.base}/releases?status=RELEASED`);
  });

  it('is told what is wrong with a password', async () => {
    const page = await (await console.person(undefined, { viewport: PHONE, colorScheme: 'dark' })).newPage();
    await page.goto(console.base);
    await page.getByLabel('E-mail or username').fill('ada');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('session.refused');
    expect(await axeOf(page)).toEqual([]);
  });
});

describe('a session', () => {
  it('is a cookie that scripts cannot read', async () => {
    const context = await console.person('ada');
    const [cookie] = await context.cookies(console.stack.url);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    const page = await context.newPage();
    await page.goto(console.base);
    await page.getByRole('heading', { name: 'Needs you' }).waitFor();
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('ends with the sign-out', async () => {
    const context = await console.person('ada');
    const page = await context.newPage();
    await page.goto(`${console.base}/releases`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: /^Sign in/ }).waitFor();
    expect(await context.cookies(console.stack.url)).toEqual([]);
  });
});

it('no page had an error of its script or a violation of its policy', () => {
  expect(console.faults).toEqual([]);
});
