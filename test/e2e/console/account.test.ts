// The console's ways in and its screens about people and accounts: provider, passkey, mailed links, tokens, and a session that ends.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT, startOpenIdProvider } from '../../support/sign-ins/openid-provider.ts';
import { type Body, until } from '../../support/stack.ts';
import { axeOf, type ConsoleTest, PASSWORD, PHONE, startConsole } from './fixture.ts';

const NEW_PASSWORD = 'correct horse battery';
const NEEDS_YOU = { name: 'Needs you' } as const;

let console: ConsoleTest;
/** The address by the machine's name, to which mails and providers lead, and passkeys belong. */
let named: string;
beforeAll(async () => {
  console = await startConsole();
  named = console.base.replace('127.0.0.1', 'localhost');
});
afterAll(() => console?.stop());

async function mailedLink(to: string, page: string): Promise<string> {
  const mails = await until(
    () => console.stack.inbox('service=ses&limit=10000'),
    (items) => items.some((mail) => linkIn(mail, to, page) !== undefined),
  );
  return mails.map((mail) => linkIn(mail, to, page)).findLast((link) => link !== undefined) ?? '';
}
function linkIn({ body }: Body, to: string, page: string): string | undefined {
  if (!body.Destination.ToAddresses.includes(to)) return undefined;
  // The inbox redacts the text of a mail after the word password.
  return new RegExp(`http[^"\\\\]+/${page}#[\\w-]+`).exec(body.Content.Simple.Body.Html.Data)?.[0];
}

describe('a person without a session', () => {
  it('signs in through the OpenID provider of the organization', async () => {
    const provider = await startOpenIdProvider(new URL('/console/sign-in/callback', named).href);
    provider.know({ sub: 'otto', email: 'otto@acme.example', email_verified: true, name: 'Otto Openid' });
    const { id } = await console.stack.as('admin').must('POST /providers', {
      body: {
        name: 'Corporate',
        issuer: provider.issuer,
        ...CLIENT,
        emailDomains: ['acme.example'],
        defaultRole: 'VIEWER',
      },
    });
    const context = await console.person();
    // The pages of the provider ask for fonts elsewhere.
    await context.route(/^https:/, (route) => route.abort());
    const page = await context.newPage();
    await page.goto(`${named}/releases?status=RELEASED`);
    await page.getByRole('button', { name: 'Sign in with Corporate' }).click();
    await page.waitForURL(/\/interaction\//);
    await page.locator('[name=login]').fill('otto');
    await page.locator('[name=password]').fill('any');
    await page.locator('[type=submit]').click();
    await page.locator('[name=prompt][value=consent]').waitFor({ state: 'attached' });
    await page.locator('[type=submit]').click();
    await page.getByRole('heading', { name: 'Releases' }).waitFor();
    expect(page.url()).toBe(`${named}/releases?status=RELEASED`);
    await page.getByRole('link', { name: /^Otto Openid/ }).waitFor();
    await console.stack.as('admin').must('DELETE /providers/{provider}', { params: { provider: id } });
    await provider.stop();
  });

  it('becomes a member by the mail of an invitation', async () => {
    const admin = await (await console.person('ada')).newPage();
    await admin.goto(`${console.base}/people/invitations`);
    await admin.getByRole('button', { name: 'Invite somebody' }).click();
    await admin.getByLabel('E-mail').fill('grace@new.example');
    await admin.getByLabel('Role').selectOption('LEAD');
    await admin.getByRole('dialog').getByRole('button', { name: 'Invite somebody' }).click();
    await admin.getByRole('row', { name: /grace@new.example.*Pending/ }).waitFor();

    const page = await (await console.person(undefined, { viewport: PHONE })).newPage();
    const link = await mailedLink('grace@new.example', 'invitation');
    await page.goto(link);
    await page.getByLabel('Full name').fill('Grace Hopper');
    expect(page.url()).toBe(`${named}/invitation`);
    expect(await axeOf(page)).toEqual([]);
    await page.getByLabel('Username').fill('grace');
    await page.getByLabel('Password').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Accept the invitation' }).click();
    await page.getByRole('heading', NEEDS_YOU).waitFor();
    await page.getByRole('link', { name: 'Grace Hopper lead' }).waitFor();
  });

  it('resets a forgotten password by mail', async () => {
    const page = await (await console.person(undefined, { colorScheme: 'dark' })).newPage();
    await page.goto(`${named}/sign-in`);
    await page.getByRole('link', { name: 'Forgotten your password?' }).click();
    await page.getByRole('heading', { name: 'Forgotten password' }).waitFor();
    await page.getByLabel('E-mail or username').fill('grace');
    expect(await axeOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Mail me a link' }).click();
    await page.getByText('a mail with a link is on its way').waitFor();

    await page.goto(await mailedLink('grace@new.example', 'reset-password'));
    await page.getByLabel('New password').fill(`${NEW_PASSWORD} staple`);
    expect(page.url()).toBe(`${named}/reset-password`);
    expect(await axeOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByRole('link', { name: 'Sign in with it' }).click();
    await page.getByLabel('E-mail or username').fill('grace');
    await page.getByLabel('Password').fill(`${NEW_PASSWORD} staple`);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', NEEDS_YOU).waitFor();
  });

  it('is told that a link is used up', async () => {
    const page = await (await console.person()).newPage();
    await page.goto(`${named}/confirm-email#wlc_used`);
    await page.getByRole('button', { name: 'Confirm the address' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('confirmation_invalid');
    expect(await axeOf(page)).toEqual([]);
  });
});

describe('the own account', () => {
  it('registers a passkey, which the next sign-in asks for', async () => {
    const context = await console.person();
    const page = await context.newPage();
    const devices = await context.newCDPSession(page);
    await devices.send('WebAuthn.enable');
    await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
        ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    const signIn = async () => {
      await page.getByLabel('E-mail or username').fill('dev');
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    };
    await page.goto(`${named}/account`);
    await signIn();
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Laptop');
    await page.getByRole('dialog').getByRole('button', { name: 'Add a passkey' }).click();
    const passkeys = page.getByRole('region', { name: 'Passkeys' });
    await passkeys.getByText('Laptop').waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn();
    await page.getByRole('button', { name: 'Use the passkey' }).click();
    await page.getByRole('heading', NEEDS_YOU).waitFor();
    await page.goto(`${named}/account`);
    await page.getByText('by Password and Passkey').waitFor();
    await passkeys.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await passkeys.getByText('No passkey.').waitFor();
  });

  it('shows the secret of a new token once', async () => {
    const page = await (await console.person('vera')).newPage();
    await page.goto(`${console.base}/account`);
    await page.getByRole('button', { name: 'Create a token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Backups');
    await dialog.getByLabel('Scopes (optional)').fill('releases:read');
    await dialog.getByRole('button', { name: 'Create a token' }).click();
    const secret =
      (await page.getByRole('dialog', { name: 'The secret of Backups' }).locator('code').textContent()) ?? '';
    expect(await axeOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByRole('row', { name: /Backups.*Active.*releases:read.*Never used/ }).waitFor();
    expect(await page.content()).not.toContain(secret);
    const reply = await fetch(`${console.stack.url}/api/v1/${console.stack.credentials.tenant.slug}/releases`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(reply.status).toBe(200);
  });

  it('is left for the sign-in when the session ends under way, and found again afterwards', async () => {
    const context = await console.person('vera');
    const [page, other] = [await context.newPage(), await context.newPage()];
    await page.goto(`${console.base}/releases?status=RELEASED`);
    await page.getByRole('heading', { name: 'Releases' }).waitFor();
    await other.goto(`${console.base}/account`);
    await other.getByRole('button', { name: 'Revoke all sessions' }).click();
    await other.getByRole('dialog').getByRole('button', { name: 'Revoke all sessions' }).click();
    await other.getByText('Your session has ended.').waitFor();

    await page.getByRole('link', { name: 'Needs you' }).click();
    await page.getByText('Your session has ended.').waitFor();
    await page.getByLabel('E-mail or username').fill('vera');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', NEEDS_YOU).waitFor();
  });

  it('has a new secret after an hour of use', async () => {
    const context = await console.person('vera');
    const page = await context.newPage();
    await page.goto(`${console.base}/account`);
    const [before] = await context.cookies();
    await page.evaluate(`localStorage.setItem('windlass.rotated', String(Date.now() - 3_600_001))`);
    const rotated = page.waitForResponse(/sessions\/current\/rotate$/);
    await page.keyboard.press('Tab');
    expect((await rotated).status()).toBe(200);
    const [after] = await context.cookies();
    expect(after?.value).not.toBe(before?.value);
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByRole('heading', { name: 'People' }).waitFor();
  });
});

describe('an ADMIN', () => {
  it('changes the role of a user', async () => {
    const page = await (await console.person('ada')).newPage();
    await page.goto(`${console.base}/people/users/grace`);
    await page.getByRole('button', { name: 'Change the role' }).click();
    await page.getByLabel('Role', { exact: true }).selectOption('VIEWER');
    await page.getByRole('dialog').getByRole('button', { name: 'Change the role' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Viewer', { exact: true }).waitFor();
    const { role } = await console.stack.as('admin').must('GET /users/{user}', { params: { user: 'grace' } });
    expect(role).toBe('VIEWER');
  });
});

it('no page had an error of its script or a violation of its policy', () => {
  expect(console.faults).toEqual([]);
});
