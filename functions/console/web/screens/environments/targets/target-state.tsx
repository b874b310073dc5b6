// The state of a target: its health as an agent last reported it, and whether it runs what was deployed there.
import { Digest } from '../../../parts/copyable.tsx';
import { Status } from '../../../parts/status.tsx';
import { Since, Time } from '../../../parts/time.tsx';
import type { Target } from './target-fields.tsx';

/** Checks are stored without news in the feed. */
export const CHECKED_EVERY_MS = 60_000;

export function Health({ target }: { readonly target: Target }) {
  const { healthStatus, healthCheckedAt, healthDetail, isActive } = target;
  return (
    <>
      <Status status={healthStatus} /> {!isActive && <Status status="OFF" tone="plain" />}
      {healthCheckedAt !== null && (
        <p className="small">
          seen <Time at={healthCheckedAt} />
        </p>
      )}
      {healthDetail !== null && <p className={healthStatus === 'UNHEALTHY' ? 'bad' : 'small'}>{healthDetail}</p>}
    </>
  );
}

function foundOn({ currentDigest, observedDigest }: Target) {
  if (observedDigest === null) return 'nothing that runs';
  return observedDigest === currentDigest ? 'another sticker' : <Digest text={observedDigest} />;
}

export const Running = ({ target }: { readonly target: Target }) => (
  <>
    {target.currentDigest === null ? 'nothing was deployed' : <Digest text={target.currentDigest} />}
    {target.driftSince !== null && (
      <>
        <p>
          <Status status="DRIFT" tone="bad" /> for <Since at={target.driftSince} />
        </p>
        <p className="small">An agent found {foundOn(target)}</p>
        <p className="small">Promote the release again to repair it.</p>
      </>
    )}
  </>
);
