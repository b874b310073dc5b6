// A decision record in words: each gate with its verdict and reason, and the names by which anybody can make the decision again.
import { Copyable } from '../../parts/copyable.tsx';
import { Status } from '../../parts/status.tsx';
import { Facts } from '../../parts/tabular/facts.tsx';
import { Moment, Time } from '../../parts/time.tsx';
import { type Decision, GATE_WORDS } from './seen.ts';

type Gate = Decision['gates'][number];

/** The times that gates give, and the words before them. */
const TIMES = [
  ['nextOpen', 'It opens'],
  ['nextClose', 'It closes'],
  ['verifiedAt', 'Verified'],
] as const;

const OneGate = ({ gate: { type, status, reason, reasonCode, details } }: { readonly gate: Gate }) => (
  <li>
    <div>
      <Status status={status} /> <strong>{GATE_WORDS[type]}</strong>
      <p>
        {reason}{' '}
        {TIMES.map(([name, words]) => {
          const at = details[name];
          return (
            typeof at === 'string' && (
              <span key={name} className="small">
                {words} <Time at={at} />.
              </span>
            )
          );
        })}
      </p>
    </div>
    <code className="small">{reasonCode}</code>
  </li>
);

const RESULTS: Readonly<Record<Decision['result'], string>> = {
  ALLOW: 'All gates are open.',
  PENDING: 'It waits until every gate is open.',
  DENY: 'A gate that stays closed ends it.',
};

export const Gates = ({ decision }: { readonly decision: Decision }) => (
  <>
    <p>
      {RESULTS[decision.result]}{' '}
      <span className="small">
        Decided <Moment at={decision.evaluatedAt} />, under version {decision.policyVersion} of the approval policy.
      </span>
    </p>
    <ul className="rows" aria-label="Gates">
      {decision.gates.map((gate) => (
        <OneGate key={gate.type} gate={gate} />
      ))}
    </ul>
    <details>
      <summary>Hashes of the decision</summary>
      <Facts
        rows={[
          [
            'Of what it was decided by',
            <Copyable key="snapshot" text={decision.snapshotHash} shown={short(decision.snapshotHash)} />,
          ],
          [
            'Of the record',
            <Copyable key="record" text={decision.determinismHash} shown={short(decision.determinismHash)} />,
          ],
        ]}
      />
    </details>
  </>
);

const short = (hash: string): string => `${hash.slice(0, 12)}…`;
