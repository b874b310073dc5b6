// Mails: their recipients, the content of both parts, and a failure without a mail service.
import { describe, expect, it } from 'vitest';
import type { Mail, MailMessage } from '../../../../../functions/_adapters/adapter.ts';
import { mailClient } from '../../../../../functions/_adapters/clients.ts';
import { toHtml, toMailbox, toPlainText, toSubject } from '../../../../../functions/_adapters/email/mail-message.ts';
import { integrationSamples } from '../../../../support/releases/integration-samples.ts';
import { localOutbound } from '../../../../support/services/http-service.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const message: MailMessage = {
  subject: 'Released <1.5.0>',
  lines: ['All targets of "app" & "web" are released.', 'By Ada'],
  links: [{ label: 'Release', url: 'https://windlass.example/r?a=1&b=2' }],
};

function open() {
  const sent: Mail[] = [];
  const send = async (mail: Mail) => ({ messageId: `m-${sent.push(mail)}` });
  const context = { ...integrationSamples('').EMAIL, outbound: localOutbound, now: () => NOW };
  return { sent, context, client: mailClient('EMAIL', { ...context, send }) };
}

describe('a mail', () => {
  it.each([
    ['incidents', ['oncall@acme.example']],
    ['releases', ['team@acme.example', 'ada@acme.example']],
    ['builds', ['team@acme.example', 'ada@acme.example']],
  ] as const)('of the purpose %s goes to %j', async (purpose, to) => {
    const { client, sent } = open();
    expect(await client.post({ purpose, message, eventId: 'event-1' })).toEqual({ messageId: 'm-1' });
    expect(sent).toMatchObject([{ to, from: '"Acme \\"Releases\\"" <releases@acme.example>', eventId: 'event-1' }]);
  });

  it('says the same in plain text', () => {
    expect(toPlainText(message)).toBe(
      'Released <1.5.0>\n\nAll targets of "app" & "web" are released.\nBy Ada\n\nRelease: https://windlass.example/r?a=1&b=2\n',
    );
    expect(toPlainText({ ...message, lines: [], links: [] })).toBe('Released <1.5.0>\n');
  });

  it('links the addresses of a line, each whole, and nothing else (K30)', () => {
    const lines = ['See https://wiki.example/Release_(mobile)?a=1&b=2. <b>javascript:x</b>'];
    expect(toHtml({ ...message, lines })).toContain(
      '<p>See <a href="https://wiki.example/Release_(mobile)?a=1&amp;b=2">https://wiki.example/Release_(mobile)?a=1&amp;b=2</a>. &lt;b&gt;javascript:x&lt;/b&gt;</p>',
    );
  });

  it('links an address in capitals once (K30)', () => {
    const html = toHtml({ ...message, lines: ['See HTTPS://A.example/Q_(x).'] });
    expect(html).toContain('<p>See <a href="HTTPS://A.example/Q_(x)">HTTPS://A.example/Q_(x)</a>.</p>');
  });

  it('says the same in HTML, with every text escaped', () => {
    const html = toHtml(message);
    expect(html).toContain('<h1>Released &lt;1.5.0&gt;</h1>');
    expect(html).toContain('<p>All targets of &quot;app&quot; &amp; &quot;web&quot; are released.</p>');
    expect(html).toContain('<a href="https://windlass.example/r?a=1&amp;b=2">Release</a>');
    expect(html).not.toMatch(/<(img|style|script|link)/);
  });

  it.each([
    ['javascript:alert(1)', 'x: javascript:alert(1)'],
    ['https://a.example/"onclick="x', 'href="https://a.example/&quot;onclick=&quot;x"'],
  ])('makes no harm of the link %s', (url, expected) => {
    const html = toHtml({ ...message, links: [{ label: 'x', url }] });
    expect(html).toContain(expected);
    expect(html).not.toContain('href="javascript');
  });
});

it.each([
  ['Released\r\nBcc: eve@evil.example', 'Released Bcc: eve@evil.example'],
  ['  Released  ', 'Released'],
  ['Re\u0000lea\u2028sed\u0085', 'Re lea sed'],
  ['x'.repeat(300), `${'x'.repeat(199)}…`],
  [`${'x'.repeat(198)}😀😀`, `${'x'.repeat(198)}…`],
])('a subject is one line, whole or with an ellipsis: %j (K18)', (subject, expected) => {
  expect(toSubject(subject)).toBe(expected);
});

it.each([
  [undefined, 'a@b.example'],
  ['Acme', '"Acme" <a@b.example>'],
  ['A\\"c"me\r\nX', '"A\\\\\\"c\\"me X" <a@b.example>'],
  ['Ökonomie', `=?UTF-8?B?${Buffer.from('Ökonomie').toString('base64')}?= <a@b.example>`],
  ['Ökonomie\r\nBcc: x', `=?UTF-8?B?${Buffer.from('Ökonomie Bcc: x').toString('base64')}?= <a@b.example>`],
])('the name %j is written as mail wants it', (name, expected) => {
  expect(toMailbox('a@b.example', name)).toBe(expected);
});

it('a long name is written in words of at most 75 characters that hold whole ones', () => {
  const name = '鍵🔑'.repeat(30);
  const words = toMailbox('a@b.example', name).split(' ').slice(0, -1);
  expect(words.filter((word) => word.length > 75)).toEqual([]);
  const texts = words.map((word) => Buffer.from(word.replace(/^=\?UTF-8\?B\?|\?=$/g, ''), 'base64').toString('utf8'));
  expect(texts.join('')).toBe(name);
});

describe('verify', () => {
  it('sends a mail to the simulator of Amazon SES, which nobody reads', async () => {
    const { client, sent } = open();
    expect(await client.verify()).toBe('Can send mail as releases@acme.example');
    expect(sent).toMatchObject([{ to: ['success@simulator.amazonses.com'] }]);
  });

  it('says that nothing was sent where there is no way to send', async () => {
    const client = mailClient('EMAIL', open().context);
    const unavailable = { code: 'integration.unavailable', message: expect.stringContaining('no mail was sent') };
    await expect(client.verify()).rejects.toMatchObject(unavailable);
    await expect(client.post({ purpose: 'releases', message, eventId: 'e' })).rejects.toMatchObject(unavailable);
  });
});
