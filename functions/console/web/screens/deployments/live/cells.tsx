// Cells that the rows of what is live share: its state with its age, and the last good version.
import type { ReactNode } from 'react';
import { Status, type Tone } from '../../../parts/status.tsx';
import { Since, Time } from '../../../parts/time.tsx';

interface StateProps {
  readonly status: string;
  readonly tone?: Tone;
  readonly since: string;
  readonly children?: ReactNode;
}

export const StateCell = ({ status, tone, since, children }: StateProps) => (
  <td>
    <Status status={status} {...(tone && { tone })} />
    {children}
    <p className="small">
      for <Since at={since} />
    </p>
  </td>
);

interface LastGoodProps {
  /** The version before; null if none is known. */
  readonly good: { readonly since: string } | null;
  readonly children: ReactNode;
}

export const LastGoodCell = ({ good, children }: LastGoodProps) => (
  <td>
    {good ? (
      <>
        {children}
        <p className="small">
          <Time at={good.since} />
        </p>
      </>
    ) : (
      'none'
    )}
  </td>
);
