// Mails about accounts: one link, whose secret is in the fragment, and no address that a tenant chose.
import { describe, expect, it } from 'vitest';
import type { Mail } from '../../../../../functions/_adapters/adapter.ts';
import { type AccountMail, accountMailer, plainName } from '../../../../../functions/_adapters/email/account-mail.ts';

const MAIL: AccountMail = {
  ...{ to: 'new@acme.test', subject: 'Ada invites you', lines: ['Ada & co invite you.'], label: 'Accept' },
  ...{ page: '/console/acme/invitation', secret: 'wli_secret', eventId: 'event-1' },
};

async function sent(publicUrl: string): Promise<Mail> {
  const mails: Mail[] = [];
  const send = async (mail: Mail) => {
    mails.push(mail);
    return { messageId: 'm' };
  };
  await accountMailer(send, 'accounts@windlass.test', publicUrl)(MAIL);
  expect(mails).toHaveLength(1);
  return mails[0] as Mail;
}

describe('accountMailer', () => {
  it('mails the link in both parts, from the deployment’s sender', async () => {
    const { from, to, subject, text, html, eventId } = await sent('https://windlass.test');
    expect({ from, to, subject, eventId }).toEqual({
      ...{ from: '"Windlass" <accounts@windlass.test>', to: ['new@acme.test'], subject: 'Ada invites you' },
      eventId: 'event-1',
    });
    expect(text).toContain('Accept: https://windlass.test/console/acme/invitation#wli_secret');
    expect(html).toContain('<a href="https://windlass.test/console/acme/invitation#wli_secret">Accept</a>');
    expect(html).toContain('Ada &amp; co');
  });

  it('mails the secret alone when the public address is unknown', async () => {
    const { text, html } = await sent('');
    expect([text, html]).toEqual([expect.stringContaining('Accept: wli_secret'), expect.not.stringContaining('<a ')]);
  });
});

describe('plainName', () => {
  it.each([
    ['Ada O’Neill-Byron', 'Ada O’Neill-Byron'],
    ['Žofie 王', 'Žofie 王'],
    ['Win at http://evil.test/now?x=1!', 'Win at http evil test now x 1'],
    ['a@b.test', 'a b test'],
    ['line\r\nBcc: x@y.test', 'line Bcc x y test'],
    ['<b>x</b>', 'b x b'],
    ['x'.repeat(100), 'x'.repeat(60)],
  ])('makes of %j %j', (name, plain) => {
    expect(plainName(name)).toBe(plain);
  });
});
