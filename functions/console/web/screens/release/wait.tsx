// The wait of the release, and what a person may do about it on this page.
import { Link } from 'react-router';
import type { WaitsFor } from '../../../../../entities/releases/lifecycle/status.model.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Since } from '../../parts/time.tsx';
import type { OfRelease } from './seen.ts';

/** They name the buttons of this page. */
const NEXT: Readonly<Record<WaitsFor, string>> = {
  KICKOFF: 'Kick off begins it: its branch is cut and its builds are requested.',
  PLANNED_DATE: 'Kick off begins it sooner; Edit changes the date.',
  COMMITS: 'It goes on with the next push; Build again builds without one.',
  BUILDS: 'CI reports their end. If it does not, use Ask CI, or Report its end, at the build.',
  FAILED_BUILDS: 'Build again, at the build, requests another one.',
  SIGN_OFF: 'Open the question under Approvals to approve or reject it.',
  HOTFIX: 'It goes on automatically afterwards.',
  SUBMISSION: 'Submit, at the target, sends it to the store now.',
  TARGETS: 'Submit, at the target, sends the same build again; Open the next cycle requests another one.',
  STORES: 'A review may take days. If the store does not tell, use Ask the store, or Report its state, at the target.',
  STORE_RELEASE: 'Release to users, at the target, publishes it; Report its state says that it is out.',
  ROLLOUT: 'Roll out further, Complete, Halt and Resume are at the target.',
  RESUME: 'Resume, or Retry after a failure, continues it.',
  SERVICE: 'Windlass asks again automatically.',
  WINDLASS: 'Nothing is to be done: this page shows the next step in a moment.',
};
const AFTER_REJECTION = 'Push the fix to the release branch, then Open the next cycle.';

export function Wait({ release }: OfRelease) {
  const { slug } = useTenant();
  const { waitsFor, blockedBy, signOffRejection, regressionCycle } = release;
  if (!waitsFor) return null;
  const { what, text, since } = waitsFor;
  const isRejected = what === 'SIGN_OFF' && signOffRejection?.cycle === regressionCycle;
  return (
    <div className={`notice ${release.isPaused ? 'warning' : ''}`} role="status">
      <p>
        <strong>{text}</strong> For <Since at={since} />.
      </p>
      <p>{isRejected ? AFTER_REJECTION : NEXT[what]}</p>
      {blockedBy && (
        <p>
          See <Link to={`/${slug}/releases/${blockedBy.releaseKey}`}>{blockedBy.releaseKey}</Link>.
        </p>
      )}
    </div>
  );
}
