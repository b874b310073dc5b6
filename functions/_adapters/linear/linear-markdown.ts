// Plain text as Linear takes text, which is Markdown: nothing of the text is markup, every line stays a line, http(s) addresses
// are links. https://spec.commonmark.org/0.31.2/#backslash-escapes

const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/;
/** What may begin something within a line. */
const INLINE = /[\\`*_~[\]<>&|]/g;
/** What may begin a heading, a list or a rule at the start of a line. */
const BLOCK = /^(?:[#+\-=]|\d+[.)](?=\s|$))/;

/** A paragraph per line. */
export function toMarkdown(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .map(toParagraph)
    .join('\n\n');
}

const toParagraph = (line: string): string =>
  line
    .split(ADDRESS)
    .map((piece) => (/^https?:\/\//.test(piece) ? `<${piece}>` : piece.replace(INLINE, '\\$&')))
    .join('')
    .replace(BLOCK, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`);
