// The present and the next openings of a freeze window.
import { Lasted, Moment } from '../../../parts/time.tsx';

interface OpeningsProps {
  readonly openings: readonly { readonly begins: string; readonly ends: string }[];
}

/** Whether an opening is under way is said by the freeze of an environment, which is read again when that changes. */
export const Openings = ({ openings }: OpeningsProps) =>
  openings.length === 0 ? (
    <p className="small">It does not open again.</p>
  ) : (
    <ul className="openings small">
      {openings.map(({ begins, ends }) => (
        <li key={begins}>
          <Moment at={begins} />, for <Lasted from={begins} to={ends} />
        </li>
      ))}
    </ul>
  );
