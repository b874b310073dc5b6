// A name for machines, such as an id, with a button that copies it.
import { useState } from 'react';

export function Copyable({ text, shown = text }: { readonly text: string; readonly shown?: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 2_000);
  };
  return (
    <span className="copyable">
      <code>{shown}</code>
      <button type="button" className="quiet" aria-label={`Copy ${text}`} onClick={() => void copy()}>
        {isCopied ? 'Copied' : 'Copy'}
      </button>
    </span>
  );
}

/** The digest of an image: shown shortened, copied whole. */
export const Digest = ({ text }: { readonly text: string }) => <Copyable text={text} shown={`${text.slice(0, 19)}…`} />;
