// Slack blocks within Slack's limits, and safe from what people and services write.
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../../entities/notifications/message.model.ts';
import { toBlocks } from '../../../../../functions/notifiers/slack/blocks.ts';

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
  readonly elements?: readonly { readonly type: string; readonly text?: string; readonly value?: string }[];
}
const blocksOf = (change: Partial<Message> = {}) => toBlocks({ ...message, ...change }).blocks as Block[];
const block = (type: string, blocks: Block[]) => blocks.find((one) => one.type === type);

describe('blocks', () => {
  it('are header, section, actions and context where a decision is wanted', () => {
    expect(blocksOf().map(({ type }) => type)).toEqual(['header', 'section', 'actions', 'context']);
  });

  it('have no actions and no empty section where there is nothing to say', () => {
    const { approval: _, ...rest } = message;
    const blocks = toBlocks({ ...rest, lines: [] }).blocks as Block[];
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'context']);
  });

  it('tell who, when and where', () => {
    expect(block('context', blocksOf())?.elements?.[0]?.text).toBe(
      'Ada · <!date^1772366400^{date_short_pretty} {time}|2026-03-01T12:00:00.000Z> · <https://windlass.example.com/r1|Release>',
    );
  });

  it('escape what people write', () => {
    const lines = ['<!channel> & <https://evil.example.com|click>'];
    const escaped = '&lt;!channel&gt; &amp; &lt;https://evil.example.com|click&gt;';
    expect(block('section', blocksOf({ lines }))?.text?.text).toBe(escaped);
    expect(toBlocks({ ...message, lines }).text).toContain(escaped);
    expect(block('context', blocksOf({ by: '<@U1>' }))?.elements?.[0]?.text).toContain('&lt;@U1&gt;');
  });

  it('keep a link from ending its own markup', () => {
    const links = [{ label: 'Build', url: 'https://ci.example.com/a|b>c d' }];
    const text = block('context', blocksOf({ links }))?.elements?.[0]?.text;
    expect(text).toContain('<https://ci.example.com/a%7Cb%3Ec%20d|Build>');
  });

  it('link the addresses of a line, each whole (K30)', () => {
    const lines = ['See https://wiki.example/Release_(mobile)?a=1. <!here>'];
    const text = block('section', blocksOf({ lines }))?.text?.text;
    expect(text).toBe('See <https://wiki.example/Release_(mobile)?a=1>. &lt;!here&gt;');
  });

  it('say how many lines are missing', () => {
    const lines = Array.from({ length: 300 }, (_, index) => `- change number ${index} `.padEnd(60, 'x'));
    const text = block('section', blocksOf({ lines }))?.text?.text ?? '';
    expect(text.length).toBeLessThanOrEqual(3_000);
    expect(text).toMatch(/x\n… and \d+ more lines$/);
  });

  it.each([
    ['an escape', '&'.repeat(3_000), /^(?:&amp;)+…$/],
    ['an emoji', `x${'😀'.repeat(3_000)}`, /^x\p{Emoji_Presentation}+…$/u],
  ])('are not cut in the middle of %s', (_, line, expected) => {
    const text = block('section', blocksOf({ lines: [line] }))?.text?.text ?? '';
    expect(text).toMatch(expected);
    expect(text.length).toBeGreaterThan(2_990);
  });

  it('leave out the links that do not fit, whole', () => {
    const links = Array.from({ length: 30 }, (_, index) => ({
      label: `b${index}`,
      url: `https://ci/${'x'.repeat(200)}`,
    }));
    const text = block('context', blocksOf({ links }))?.elements?.[0]?.text ?? '';
    expect(text.length).toBeGreaterThan(2_700);
    expect(text).toMatch(/\|b\d+>$/);
  });

  it("stay within Slack's limits", () => {
    const long = '&'.repeat(10_000);
    const changed = { title: long, lines: [long], by: long, links: [{ label: long, url: `https://x/${long}` }] };
    const blocks = blocksOf(changed);
    expect(block('header', blocks)?.text?.text.length).toBeLessThanOrEqual(150);
    expect(block('section', blocks)?.text?.text.length).toBeLessThanOrEqual(3_000);
    expect(block('context', blocks)?.elements?.[0]?.text?.length).toBeLessThanOrEqual(3_000);
    expect(toBlocks({ ...message, ...changed }).text.length).toBeLessThanOrEqual(3_000);
    expect(blocks.length).toBeLessThanOrEqual(50);
  });
});
