// A link that an outside service gave. Only web addresses become links; everything else is shown as text.
import type { ReactNode } from 'react';

const isWebAddress = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

export const ExternalLink = ({ url, children }: { readonly url: string; readonly children: ReactNode }) =>
  isWebAddress(url) ? (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  ) : (
    <span>
      {children} ({url})
    </span>
  );
