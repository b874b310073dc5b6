// The present and the next openings of a freeze window.
import { Empty } from '../../../parts/loading.tsx';
import { Lasted, Time } from '../../../parts/time.tsx';

interface OpeningsProps {
  readonly openings: readonly { readonly begins: string; readonly ends: string }[];
}

export const Openings = ({ openings }: OpeningsProps) =>
  openings.length === 0 ? (
    <Empty title="It opens no more." />
  ) : (
    <ul className="openings small">
      {openings.map(({ begins, ends }) => (
        <li key={begins}>
          <Time at={begins} />, for <Lasted from={begins} to={ends} />
        </li>
      ))}
    </ul>
  );
