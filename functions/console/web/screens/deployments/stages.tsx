// The five stages of a deployment: their status, times and output.
import { Section } from '../../parts/page.tsx';
import { lengthOf } from '../../parts/schedule/length.ts';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Lasted, Since, Time } from '../../parts/time.tsx';
import type { Deployment } from './seen.ts';

type Stage = Deployment['stages'][number];

const SECOND_MS = 1000;

function Times({ stage: { status, startedAt, finishedAt, timeoutSeconds } }: { readonly stage: Stage }) {
  if (startedAt === null) {
    return status === 'PENDING' ? <>may take {lengthOf(timeoutSeconds * SECOND_MS)}</> : null;
  }
  return (
    <>
      began <Time at={startedAt} />,{' '}
      {finishedAt === null ? (
        <>
          for <Since at={startedAt} /> of at most {lengthOf(timeoutSeconds * SECOND_MS)}
        </>
      ) : (
        <>
          took <Lasted from={startedAt} to={finishedAt} />
        </>
      )}
    </>
  );
}

export const Stages = ({ deployment: { stages } }: { readonly deployment: Deployment }) => (
  <Section title="Stages">
    <ol className="rows">
      {stages.map((stage) => (
        <li key={stage.name} className={stage.output === null ? undefined : 'block'}>
          <span>
            <Status status={stage.status} /> {wordsOf(stage.name.toUpperCase())}{' '}
            <span className="small">
              <Times stage={stage} />
            </span>
          </span>
          {stage.output !== null && (
            <details open={stage.status === 'FAILED'}>
              <summary>Output of {wordsOf(stage.name.toUpperCase()).toLowerCase()}</summary>
              <pre className="code">{stage.output}</pre>
            </details>
          )}
        </li>
      ))}
    </ol>
  </Section>
);
