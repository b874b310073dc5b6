// The digest of an image: its beginning, copied whole.
import { Copyable } from './copyable.tsx';

export const Digest = ({ text }: { readonly text: string }) => <Copyable text={text} shown={`${text.slice(0, 19)}…`} />;
