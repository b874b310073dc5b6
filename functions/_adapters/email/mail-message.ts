// A message as a mail: a plain and an HTML part that say the same. Pure; every text is escaped, every link is http(s).
import type { MailMessage } from '../adapter.ts';

const SUBJECT_LENGTH = 200;

/** One line: a line break in a subject would begin another header. */
export const toSubject = (subject: string): string => subject.replace(/\s+/g, ' ').trim().slice(0, SUBJECT_LENGTH);

export function toPlainText({ lines, links }: MailMessage): string {
  const addresses = links.map(({ label, url }) => `${label}: ${url}`);
  return `${[lines.join('\n'), addresses.join('\n')].filter((part) => part !== '').join('\n\n')}\n`;
}

/** No styles and no images: it reads the same in every client, and nothing is fetched when it is opened. */
export function toHtml({ subject, lines, links }: MailMessage): string {
  const paragraphs = lines.map((line) => `<p>${escaped(line)}</p>`);
  const anchors = links.map(({ label, url }) => `<li>${toAnchor(label, url)}</li>`);
  const list = anchors.length > 0 ? [`<ul>${anchors.join('')}</ul>`] : [];
  const body = [`<h1>${escaped(toSubject(subject))}</h1>`, ...paragraphs, ...list].join('\n');
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"></head><body>\n${body}\n</body></html>\n`;
}

/** RFC 5322: a display name is quoted, its quotes and backslashes escaped; what is not ASCII is encoded (RFC 2047). */
export function toMailbox(address: string, name: string | undefined): string {
  if (name === undefined) return address;
  const line = name.replace(/\s+/g, ' ');
  if (/^[\x20-\x7e]*$/.test(line)) return `"${line.replace(/["\\]/g, '\\$&')}" <${address}>`;
  return `=?UTF-8?B?${Buffer.from(line).toString('base64')}?= <${address}>`;
}

const toAnchor = (label: string, url: string) =>
  /^https?:\/\//.test(url) ? `<a href="${escaped(url)}">${escaped(label)}</a>` : `${escaped(label)}: ${escaped(url)}`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
