// Slack blocks within Slack's limits, and safe from what people and services write.
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../../entities/notifications/message.model.ts';
import { toBlocks, toParent } from '../../../../../functions/notifiers/slack/blocks.ts';

const message: Message = {
  purpose: 'approvals',
  title: 'Approval wanted: app@1.5.0',
  lines: ['Sign off the regression, cycle 2?'],
  links: [{ label: 'Release', url: 'https://windlass.example.com/r1' }],
  approval: { approvalId: 'a1' },
  by: 'Ada',
  at: '2026-03-01T12:00:00.000Z',
};

interface Block {
  readonly type: string;
  readonly text?: { readonly type: string; readonly text: string };
  readonly elements?: readonly Element[];
}
interface Element {
  readonly type: string;
  readonly text?: string;
  readonly url?: string;
  readonly elements?: readonly Element[];
}
const blocksOf = (change: Partial<Message> = {}) => toBlocks({ ...message, ...change }).blocks as Block[];
const block = (type: string, blocks: Block[]) => blocks.find((one) => one.type === type);
const contextOf = (blocks: Block[]) => (block('context', blocks)?.elements ?? []).map(({ text }) => text ?? '');
/** The parts of the rich text; its text is literal. */
const partsOf = (blocks: Block[]) => block('rich_text', blocks)?.elements?.[0]?.elements ?? [];
const linesOf = (change: Partial<Message>) => partsOf(blocksOf(change));
const textOf = (parts: readonly Element[]) => parts.map(({ text, url }) => text ?? url).join('');

describe('blocks', () => {
  it('are header, text, actions and context where a decision is wanted', () => {
    expect(blocksOf().map(({ type }) => type)).toEqual(['header', 'rich_text', 'actions', 'context']);
  });

  it('have no actions and no empty text where there is nothing to say', () => {
    const { approval: _, ...rest } = message;
    const blocks = toBlocks({ ...rest, lines: [] }).blocks as Block[];
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'context']);
  });

  it('tell who, when and where', () => {
    expect(contextOf(blocksOf())).toEqual([
      'Ada',
      '<!date^1772366400^{date_short_pretty} {time}|2026-03-01T12:00:00.000Z> · <https://windlass.example.com/r1|Release>',
    ]);
  });

  it('have no empty text, which Slack refuses', () => {
    const { approval: _, ...rest } = message;
    const blocks = toBlocks({ ...rest, lines: ['', ''], by: ' ' }).blocks as Block[];
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'context']);
    expect(block('context', blocks)?.elements).toHaveLength(1);
  });

  it('have a header of one line, without pictures (K21)', () => {
    const header = block('header', blocksOf({ title: 'App Store rejected app@1.5.0: crash\non :tada: start' }));
    const text = 'App Store rejected app@1.5.0: crash on :tada: start';
    expect(header).toEqual({ type: 'header', text: { type: 'plain_text', text, emoji: false } });
  });

  it.each([
    '<!channel> & <https://evil.example.com|click>',
    '*bold* _slanted_ ~gone~ `code` :tada:',
    '> quoted',
    '```',
  ])('take what people write literally: %s (K21)', (line) => {
    const parts = linesOf({ lines: [line], by: line });
    expect(textOf(parts)).toBe(line);
    expect(parts.every(({ type }) => type === 'text' || type === 'link')).toBe(true);
    const [by] = block('context', blocksOf({ by: line }))?.elements ?? [];
    expect(by).toEqual({ type: 'plain_text', text: line, emoji: false });
    const [fact] = toParent({ title: 'x', facts: [{ label: 'Waits for', value: line }], links: [] }).blocks.slice(1);
    expect(textOf(partsOf([fact as Block]))).toBe(`Waits for: ${line}`);
  });

  it('escape what people write in the text of notifications', () => {
    const lines = ['<!channel> & <https://evil.example.com|click>'];
    expect(toBlocks({ ...message, lines }).text).toContain(
      '&lt;!channel&gt; &amp; &lt;https://evil.example.com|click&gt;',
    );
  });

  it('keep a link from ending its own markup', () => {
    const links = [{ label: 'Build', url: 'https://ci.example.com/a|b>c d' }];
    const [, text] = contextOf(blocksOf({ links }));
    expect(text).toContain('<https://ci.example.com/a%7Cb%3Ec%20d|Build>');
  });

  it('link the addresses of a line, each whole (K30)', () => {
    const lines = ['See https://wiki.example/Release_(mobile)?a=1. <!here>'];
    expect(linesOf({ lines })).toEqual([
      { type: 'text', text: 'See ' },
      { type: 'link', url: 'https://wiki.example/Release_(mobile)?a=1' },
      { type: 'text', text: '. <!here>' },
    ]);
  });

  it('say how many lines are missing', () => {
    const lines = Array.from({ length: 300 }, (_, index) => `- change number ${index} `.padEnd(60, 'x'));
    const text = textOf(linesOf({ lines }));
    expect(text.length).toBeLessThanOrEqual(3_000);
    expect(text).toMatch(/x\n… and \d+ more lines$/);
  });

  it.each([
    ['a word', `${'x'.repeat(2_995)} ${'y'.repeat(9)}`, /^x+…$/],
    ['an emoji', `x${'😀'.repeat(3_000)}`, /^x\p{Emoji_Presentation}+…$/u],
  ])('are not cut in the middle of %s', (_, line, expected) => {
    const text = textOf(linesOf({ lines: [line] }));
    expect(text).toMatch(expected);
    expect(text.length).toBeGreaterThan(2_990);
  });

  it('leave out the links that do not fit, whole', () => {
    const links = Array.from({ length: 30 }, (_, index) => ({
      label: `b${index}`,
      url: `https://ci/${'x'.repeat(200)}`,
    }));
    const [, text = ''] = contextOf(blocksOf({ links }));
    expect(text.length).toBeGreaterThan(2_700);
    expect(text).toMatch(/\|b\d+>$/);
  });

  it("stay within Slack's limits", () => {
    const long = '&'.repeat(10_000);
    const changed = { title: long, lines: [long], by: long, links: [{ label: long, url: `https://x/${long}` }] };
    const blocks = blocksOf(changed);
    expect(block('header', blocks)?.text?.text.length).toBeLessThanOrEqual(150);
    expect(textOf(partsOf(blocks)).length).toBeLessThanOrEqual(3_000);
    for (const text of contextOf(blocks)) expect(text.length).toBeLessThanOrEqual(3_000);
    expect(toBlocks({ ...message, ...changed }).text.length).toBeLessThanOrEqual(3_000);
    expect(blocks.length).toBeLessThanOrEqual(50);
  });
});
