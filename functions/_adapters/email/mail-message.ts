// A message as a mail, with a plain and an HTML part of the same content. Every text is escaped, every link is http(s).
// Pure.
import { ownValue } from '../../../entities/_base/own-value.ts';
import { cutTo } from '../../../entities/_base/text.ts';
import { type Piece, piecesOf } from '../_client/addresses.ts';
import type { MailMessage } from '../adapter.ts';

const SUBJECT_LENGTH = 200;
const WORD_BYTES = 45;

/** Makes one line: a line break in a subject or a name would begin another header. */
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

export const toSubject = (subject: string): string => cutTo(oneLine(subject), SUBJECT_LENGTH);

export function toPlainText({ subject, lines, links }: MailMessage): string {
  const addresses = links.map(({ label, url }) => `${label}: ${url}`);
  const parts = [toSubject(subject), lines.join('\n'), addresses.join('\n')];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Without styles and images: it looks the same in every client, and opening it loads nothing. */
export function toHtml({ subject, lines, links }: MailMessage): string {
  const paragraphs = lines.map((line) => `<p>${piecesOf(line).map(toInline).join('')}</p>`);
  const anchors = links.map(({ label, url }) => `<li>${toAnchor(label, url)}</li>`);
  const list = anchors.length > 0 ? [`<ul>${anchors.join('')}</ul>`] : [];
  const body = [`<h1>${escaped(toSubject(subject))}</h1>`, ...paragraphs, ...list].join('\n');
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"></head><body>\n${body}\n</body></html>\n`;
}

/**
 * RFC 5322: a display name is quoted, with escaped quotes and backslashes. A name that is not ASCII is encoded (RFC 2047).
 */
export function toMailbox(address: string, name: string | undefined): string {
  if (name === undefined) return address;
  const line = oneLine(name);
  if (/^[\x20-\x7e]*$/.test(line)) return `"${line.replace(/["\\]/g, '\\$&')}" <${address}>`;
  return `${encodedWords(line)} <${address}>`;
}

/** RFC 2047: an encoded word has at most 75 characters, and no character is split between two words. */
function encodedWords(text: string): string {
  const words: string[] = [];
  for (const character of text) {
    const grown = `${words.at(-1) ?? ''}${character}`;
    if (words.length > 0 && Buffer.byteLength(grown) <= WORD_BYTES) words.splice(-1, 1, grown);
    else words.push(character);
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}

const toInline = ({ text, isAddress }: Piece) => (isAddress ? toAnchor(text, text) : escaped(text));

const toAnchor = (label: string, url: string) =>
  /^https?:\/\//i.test(url) ? `<a href="${escaped(url)}">${escaped(label)}</a>` : `${escaped(label)}: ${escaped(url)}`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ownValue(ENTITIES, character) ?? '');
