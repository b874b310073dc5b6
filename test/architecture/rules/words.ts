// Finds sentences that a reader has to read twice: in comments, READMEs, and the texts of manifests and schemas. Pure.

/** Sentences that begin with a relative clause, and idioms for deleted, exists and automatically. */
const AVOIDED: readonly RegExp[] = [
  /^(?:What|Who|Whoever|That which)\b(?!['’]s New)/,
  /\b(?:is|are|was|were) gone\b/,
  /\b(?:is|are) (?:there|not there) any ?more\b/,
  /\bby (?:itself|themselves)\b/,
];

/** Texts that users of the API and operators read, e.g. `summary: '…'` and `.describe('…')`. */
const READ_BY_USERS =
  /(?:\b(?:summary|impact|title|detail): ?|\.describe\(\s*)(?:'((?:[^'\\\n]|\\.)*)'|"([^"\n]*)"|`([^`]*)`)/g;

function commentsOf(text: string): string[] {
  const lines = text.split('\n').map((line) => /^\s*(?:\/\/|\/?\*\*?(?!\/))\s?(.*?)(?:\s*\*\/)?$/.exec(line)?.[1]);
  const blocks: string[][] = [[]];
  for (const line of lines) {
    if (line === undefined || line.trim() === '') blocks.push([]);
    else blocks.at(-1)?.push(line.trim());
  }
  return blocks.map((block) => block.join(' '));
}

function paragraphsOf(markdown: string): string[] {
  const prose = markdown.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, 'code');
  return prose.split(/\n\s*\n|\n(?=\s*(?:[-*|#]|\d+\.)\s)|(?<=\|)/).map((part) => part.replaceAll(/\s+/g, ' '));
}

/** The texts of a file that people read. */
export function proseOf(path: string, text: string): string[] {
  if (path.endsWith('.md')) return paragraphsOf(text);
  const texts = [...text.matchAll(READ_BY_USERS)].map(
    ([, single, double, template]) => single ?? double ?? template ?? '',
  );
  return [...commentsOf(text), ...texts];
}

const sentencesOf = (prose: string): string[] =>
  prose.split(/(?<=[.!?:;])\s+/).map((sentence) => sentence.replace(/^[\s\-*|#>"'“(]+/, ''));

/** Every sentence to write again. */
export const sentencesToRewrite = (path: string, text: string): string[] =>
  proseOf(path, text)
    .flatMap(sentencesOf)
    .filter((sentence) => AVOIDED.some((pattern) => pattern.test(sentence)));
