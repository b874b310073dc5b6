// The state on which a person decides. A change names it, so that one who saw an older state is refused (412) and told what others
// changed, instead of overwriting it.
import { createContext, type ReactNode, useContext, useState } from 'react';
import { Refusal } from '../../app/connection.ts';
import { ProblemBox } from '../problem.tsx';
import { type Difference, differences } from './difference.ts';

interface State {
  readonly body: unknown;
  readonly etag: string | undefined;
}

const SeenContext = createContext<State | undefined>(undefined);

interface SeenProps {
  readonly body: unknown;
  readonly etag: string | undefined;
  readonly children: ReactNode;
}

/** Deeds and forms below are about this resource in this state. */
export const Seen = ({ body, etag, children }: SeenProps) => (
  <SeenContext value={{ body, etag }}>{children}</SeenContext>
);

/** For an item of a list, which has no ETag of its own. */
export const SeenItem = ({ item, children }: { readonly item: { readonly revision: number }; children: ReactNode }) => (
  <Seen body={item} etag={`"${item.revision}"`}>
    {children}
  </Seen>
);

interface Begun {
  /** Runs a change with the ETag that it names. Once the person was told of others' changes, the next attempt names their state. */
  readonly send: <T>(run: (seen: string | undefined, isTold: boolean) => Promise<T>) => Promise<T>;
  /** Undefined until a change was refused because others were faster. */
  readonly others: readonly Difference[] | undefined;
  /** Of the state on which the form began. */
  readonly etag: string | undefined;
  /** Begins anew with the present state. */
  readonly renew: () => void;
}

/** Keeps the state that was shown when the form was opened, whatever is read meanwhile; `isKept` false follows it. */
export function useBegun(isKept = true): Begun {
  const now = useContext(SeenContext);
  const [kept, setKept] = useState(now);
  const begun = isKept ? kept : now;
  const [isTold, setIsTold] = useState(false);
  return {
    async send(run) {
      try {
        return await run((isTold ? now : begun)?.etag, isTold);
      } catch (thrown) {
        if (thrown instanceof Refusal && thrown.status === 412) setIsTold(true);
        throw thrown;
      }
    },
    others: isTold ? differences(begun?.body, now?.body) : undefined,
    etag: begun?.etag,
    renew: () => {
      setKept(now);
      setIsTold(false);
    },
  };
}

const ChangedByOthers = ({ others }: Pick<Begun, 'others'>) =>
  others && (
    <div className="notice warning" role="alert">
      <p>
        <strong>Others changed it while you had it open.</strong> Nothing was overwritten, and what you wrote is still
        here.
      </p>
      <ul>
        {others.map(({ path, before, after }) => (
          <li key={path}>
            {path}: {before} → {after}
          </li>
        ))}
      </ul>
      <p>Send it again if it is still right; it then counts for the present state.</p>
    </div>
  );

interface SendingProblemProps extends Pick<Begun, 'others'> {
  readonly error: Refusal | null;
}

/** Why a form was not sent: what others changed, or the problem. */
export const SendingProblem = ({ error, others }: SendingProblemProps) =>
  error && (error.status === 412 ? <ChangedByOthers others={others} /> : <ProblemBox error={error} />);
