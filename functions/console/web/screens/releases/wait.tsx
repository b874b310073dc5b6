// The wait of a release in a list, in words for people.
import type { WaitsFor } from '../../../../../entities/releases/lifecycle/status.model.ts';
import { Since } from '../../parts/time.tsx';

export const WAIT_WORDS: Readonly<Record<WaitsFor, string>> = {
  KICKOFF: 'its kickoff',
  PLANNED_DATE: 'its planned date',
  COMMITS: 'a commit of the fix',
  BUILDS: 'its builds',
  FAILED_BUILDS: 'another build, after a failure',
  SIGN_OFF: 'the sign-off',
  HOTFIX: 'a hotfix that goes first',
  SUBMISSION: 'its submission',
  TARGETS: 'a decision about its stores',
  STORES: 'the stores',
  STORE_RELEASE: 'its release in the stores',
  ROLLOUT: 'its rollout',
  RESUME: 'somebody who resumes it',
  SERVICE: 'a service that is busy',
  WINDLASS: 'Windlass, which is at work on it',
};

interface WaitProps {
  readonly waitsFor: { readonly what: WaitsFor; readonly since: string } | null;
}

export const Wait = ({ waitsFor }: WaitProps) =>
  waitsFor && (
    <span>
      Waits for {WAIT_WORDS[waitsFor.what]},{' '}
      <span className="small">
        for&nbsp;
        <Since at={waitsFor.since} />
      </span>
    </span>
  );
