// Rich text: an Atlassian document in v3, plain text in v2. Kept as sent; read in the other version it is translated.
// https://developer.atlassian.com/cloud/jira/platform/apis/document/structure
import { isObject, type Json } from '../../contracts.ts';
import { arrayOr, dig } from '../reading.ts';
import type { Call } from '../stand-in.ts';
import { isV3 } from './errors.ts';

const BLOCKS = [
  'paragraph',
  'heading',
  'bulletList',
  'orderedList',
  'taskList',
  'codeBlock',
  'blockquote',
  'panel',
  'rule',
  'table',
  'mediaGroup',
  'mediaSingle',
  'expand',
  'blockCard',
];

/** The mistake in a text for this version of the API, or undefined. Null empties a field. */
export function mistakeIn(call: Call, text: Json): string | undefined {
  if (text === null) return undefined;
  if (!isV3(call)) return typeof text === 'string' ? undefined : 'Operation value must be a string';
  return isDocument(text)
    ? undefined
    : 'Operation value must be an Atlassian Document (see the Atlassian Document Format)';
}

/** Whether a document or text says nothing. */
export function isEmpty(text: Json): boolean {
  return plainText(text).trim() === '' && !JSON.stringify(text).includes('"url"');
}

/** A kept text as this version of the API shows it. */
export function shown(call: Call, text: Json): Json {
  if (text === null || isV3(call) === isObject(text)) return text;
  if (isObject(text)) return plainText(text);
  return { version: 1, type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
}

/** The words of a text or document. */
export function plainText(text: Json): string {
  if (typeof text === 'string') return text;
  const own = dig(text, 'text');
  if (typeof own === 'string') return own;
  const inner = arrayOr(dig(text, 'content')).map(plainText);
  return inner.join(dig(text, 'type') === 'doc' ? '\n' : '');
}

function isDocument(value: Json): boolean {
  if (!isObject(value) || value.type !== 'doc' || value.version !== 1 || !Array.isArray(value.content)) return false;
  return value.content.every((block) => BLOCKS.includes(String(dig(block, 'type'))) && isNode(block));
}

function isNode(node: Json): boolean {
  if (!isObject(node) || typeof node.type !== 'string') return false;
  // An empty text node is the commonest reason for Jira to refuse a document.
  if (node.type === 'text') return typeof node.text === 'string' && node.text !== '';
  return node.content === undefined || (Array.isArray(node.content) && node.content.every(isNode));
}
