// Text as Jira takes it: Atlassian Document Format for Cloud's API v3, plain text for Server's v2.
// https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/

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

/** One paragraph per line; http(s) addresses become links, which Jira does not do by itself. */
export function toDocument(text: string): JiraDocument {
  const lines = text.split(/\r?\n/);
  return { type: 'doc', version: 1, content: lines.map((line) => ({ type: 'paragraph', content: toNodes(line) })) };
}

function toNodes(line: string): TextNode[] {
  return line
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/)
    .filter((piece) => piece !== '')
    .map((piece) =>
      /^https?:\/\//.test(piece)
        ? { type: 'text', text: piece, marks: [{ type: 'link', attrs: { href: piece } }] }
        : { type: 'text', text: piece },
    );
}
