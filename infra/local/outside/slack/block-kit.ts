// The rules of Block Kit for the blocks that Windlass sends: types, required fields and the documented lengths.
// https://docs.slack.dev/reference/block-kit/blocks
import { isObject, type Json, type JsonObject } from '../../contracts.ts';

const MAX_BLOCKS = 50;

type Check = (block: JsonObject, at: string) => string[];

const CHECKS: Readonly<Record<string, Check>> = {
  header: (block, at) => checkText(block.text, `${at}/text`, ['plain_text'], 150),
  section: checkSection,
  context: (block, at) =>
    checkElements(block, at, 10, (element, at) => checkText(element, at, ['plain_text', 'mrkdwn'], 3000)),
  rich_text: (block, at) => checkElements(block, at, 100, checkRichSection),
  actions: (block, at) => [...checkElements(block, at, 25, checkButton), ...checkActionIds(block, at)],
};

/** The mistakes that Slack would find in these blocks, each with a JSON pointer; empty for valid blocks. */
export function checkBlocks(blocks: readonly Json[]): string[] {
  if (blocks.length > MAX_BLOCKS) return [`no more than ${MAX_BLOCKS} items allowed [json-pointer:/blocks]`];
  return blocks.flatMap((block, index) => {
    const at = `/blocks/${index}`;
    if (!isObject(block)) return [`must be an object [json-pointer:${at}]`];
    return [...checkType(block, at), ...checkLength(block.block_id, `${at}/block_id`, 255)];
  });
}

function checkType(block: JsonObject, at: string): string[] {
  const type = String(block.type ?? '');
  const check = CHECKS[type];
  return check ? check(block, at) : [`unsupported type: ${type} [json-pointer:${at}/type]`];
}

/** A text, or up to ten fields. */
function checkSection({ text, fields }: JsonObject, at: string): string[] {
  if (!Array.isArray(fields)) return checkText(text, `${at}/text`, ['plain_text', 'mrkdwn'], 3000);
  if (fields.length > 10) return [`no more than 10 items allowed [json-pointer:${at}/fields]`];
  return fields.flatMap((field, i) => checkText(field, `${at}/fields/${i}`, ['plain_text', 'mrkdwn'], 2000));
}

function checkElements(
  block: JsonObject,
  at: string,
  most: number,
  check: (item: Json, at: string) => string[],
): string[] {
  const { elements } = block;
  if (!Array.isArray(elements) || elements.length === 0)
    return [`missing required field: elements [json-pointer:${at}]`];
  if (elements.length > most) return [`no more than ${most} items allowed [json-pointer:${at}/elements]`];
  return elements.flatMap((element, index) => check(element, `${at}/elements/${index}`));
}

/** A section of texts and links; lists, quotes and code are not sent. */
function checkRichSection(section: Json, at: string): string[] {
  if (!isObject(section) || section.type !== 'rich_text_section') return [`unsupported type [json-pointer:${at}/type]`];
  return checkElements(section, at, 1_000, (element, at) => {
    if (!isObject(element) || element.type !== 'link') return checkText(element, at, ['text'], 40_000);
    const { url } = element;
    const isAddress = typeof url === 'string' && URL.canParse(url);
    return isAddress ? checkLength(url, `${at}/url`, 3000) : [`must be a valid URL [json-pointer:${at}/url]`];
  });
}

function checkButton(element: Json, at: string): string[] {
  if (!isObject(element) || element.type !== 'button') return [`unsupported type [json-pointer:${at}/type]`];
  const { text, action_id, value, url, style } = element;
  const mistakes = [
    ...checkText(text, `${at}/text`, ['plain_text'], 75),
    ...checkLength(action_id, `${at}/action_id`, 255),
    ...checkLength(value, `${at}/value`, 2000),
    ...checkLength(url, `${at}/url`, 3000),
  ];
  if (typeof url === 'string' && !URL.canParse(url)) mistakes.push(`must be a valid URL [json-pointer:${at}/url]`);
  if (style !== undefined && style !== 'primary' && style !== 'danger') {
    mistakes.push(`must be a valid enum value [json-pointer:${at}/style]`);
  }
  return mistakes;
}

function checkActionIds(block: JsonObject, at: string): string[] {
  const ids = (Array.isArray(block.elements) ? block.elements : [])
    .map((element) => (isObject(element) ? element.action_id : undefined))
    .filter((id) => id !== undefined);
  return new Set(ids).size === ids.length
    ? []
    : [`\`action_id\` must be unique within a block [json-pointer:${at}/elements]`];
}

function checkText(text: Json | undefined, at: string, types: readonly string[], most: number): string[] {
  if (!isObject(text)) return [`missing required field: text [json-pointer:${at}]`];
  if (!types.includes(String(text.type))) return [`unsupported type: ${String(text.type)} [json-pointer:${at}/type]`];
  const value = text.text;
  if (typeof value !== 'string') return [`missing required field: text [json-pointer:${at}]`];
  if (value === '') return [`must be more than 0 characters [json-pointer:${at}/text]`];
  return checkLength(value, `${at}/text`, most);
}

function checkLength(value: Json | undefined, at: string, most: number): string[] {
  if (value === undefined) return [];
  if (typeof value !== 'string') return [`must be a string [json-pointer:${at}]`];
  return value.length > most ? [`must be less than ${most + 1} characters [json-pointer:${at}]`] : [];
}
