// Markdown as React elements, made of the tokens of the lexer: no HTML is parsed or set. HTML in the text is shown as text, images
// are links, and addresses go through ExternalLink.
import { lexer, type Token, type Tokens } from 'marked';
import { createElement, Fragment, type ReactNode, useMemo } from 'react';
import { ExternalLink } from '../../parts/external-link.tsx';

/** Deeper parts are shown as they are written. */
const MOST_DEPTH = 20;

type Any = Tokens.Generic;

const Table = ({ table, depth }: { readonly table: Tokens.Table; readonly depth: number }) => (
  <div className="table">
    <table>
      <thead>
        <tr>
          {table.header.map((cell, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity
            <th key={index} scope="col">
              {elements(cell.tokens, depth)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity
          <tr key={line}>
            {row.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity
              <td key={index}>{elements(cell.tokens, depth)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

function listOf({ ordered, start, items }: Tokens.List, depth: number): ReactNode {
  const rows = items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity
    <li key={index}>{elements(item.tokens, depth)}</li>
  ));
  return ordered ? <ol start={start === '' ? 1 : start}>{rows}</ol> : <ul>{rows}</ul>;
}

/** The heading of the page and of its section are above those of the text. */
const headingOf = ({ depth: level }: Tokens.Heading): string => `h${Math.min(level + 2, 6)}`;

function elementOf(token: Any, depth: number): ReactNode {
  if (depth > MOST_DEPTH) return token.raw;
  const inside = () => elements(token.tokens, depth + 1);
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading':
      return createElement(headingOf(token as Tokens.Heading), undefined, inside());
    case 'paragraph':
      return <p>{inside()}</p>;
    case 'blockquote':
      return <blockquote>{inside()}</blockquote>;
    case 'list':
      return listOf(token as Tokens.List, depth + 1);
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'table':
      return <Table table={token as Tokens.Table} depth={depth + 1} />;
    case 'code':
      return (
        <pre>
          <code>{token.text}</code>
        </pre>
      );
    case 'codespan':
      return <code>{token.text}</code>;
    case 'hr':
      return <hr />;
    case 'br':
      return <br />;
    case 'strong':
    case 'em':
    case 'del':
      return createElement(token.type, undefined, inside());
    case 'link':
      return <ExternalLink url={token.href}>{inside()}</ExternalLink>;
    case 'image':
      return <ExternalLink url={token.href}>{token.text || 'image'}</ExternalLink>;
    case 'html':
      return token.block ? <p>{token.raw}</p> : token.raw;
    case 'text':
      return token.tokens ? inside() : token.text;
    case 'escape':
      return token.text;
    default:
      return token.raw;
  }
}

const elements = (tokens: readonly Token[] | undefined, depth: number): ReactNode =>
  tokens?.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no identity
    <Fragment key={index}>{elementOf(token as Any, depth)}</Fragment>
  ));

/** A text that the lexer does not take is shown as it is written. */
function rendered(text: string): ReactNode {
  try {
    return elements(lexer(text), 0);
  } catch {
    return <p className="prose">{text}</p>;
  }
}

export function Markdown({ text }: { readonly text: string }) {
  const shown = useMemo(() => rendered(text), [text]);
  return <div className="markdown">{shown}</div>;
}
