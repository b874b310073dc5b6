// Text for Jira Cloud: Atlassian Document Format, in which text contains no markup.
// https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
import type { Piece } from '../_client/addresses.ts';

interface TextNode {
  readonly type: 'text';
  readonly text: string;
  readonly marks?: readonly { readonly type: 'link'; readonly attrs: { readonly href: string } }[];
}
interface Paragraph {
  readonly type: 'paragraph';
  readonly content: readonly TextNode[];
}
export interface JiraDocument {
  readonly type: 'doc';
  readonly version: 1;
  readonly content: readonly Paragraph[];
}

/** One paragraph per line; addresses become links, because Jira does not link them automatically. */
export const toDocument = (lines: readonly (readonly Piece[])[]): JiraDocument => ({
  type: 'doc',
  version: 1,
  content: lines.map((line) => ({ type: 'paragraph', content: line.map(toNode) })),
});

const toNode = ({ text, isAddress }: Piece): TextNode =>
  isAddress ? { type: 'text', text, marks: [{ type: 'link', attrs: { href: text } }] } : { type: 'text', text };
