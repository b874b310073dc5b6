// Releases that go on only when a person acts: paused ones with their error, and those that a store rejected or whose build failed.
import { useState } from 'react';
import { Link } from 'react-router';
import { type Item, type List, useChange, useRead } from '../../app/data.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Shown } from '../../parts/shown.tsx';
import { wordsOf } from '../../parts/status.tsx';
import { Builds } from '../release/builds.tsx';
import { Targets } from '../release/targets.tsx';
import { Wait } from '../releases/wait.tsx';
import { Need } from './need.tsx';

type Release = Item<'GET /releases'>;
interface Stopped {
  readonly list: List<Release>;
}

const Name = ({ release }: { readonly release: Release }) => {
  const { slug } = useTenant();
  return <Link to={`/${slug}/releases/${release.releaseKey}`}>{release.releaseKey}</Link>;
};

function GoOn({ release }: { readonly release: Release }) {
  const me = useMe();
  const change = useChange();
  const params = { release: release.id };
  const { releaseKey } = release;
  return (
    <span className="buttons">
      {release.pauseReason === 'TASK_FAILURE' && (
        <Deed
          label="Retry"
          action={actionOfMe(me, 'retryRelease')}
          question={<>Try the failed step of {releaseKey} again?</>}
          tone="main"
          run={() => change('POST /releases/{release}/retry', { params })}
        />
      )}
      <Deed
        label="Resume"
        action={actionOfMe(me, 'resumeRelease')}
        question={<>Resume {releaseKey}? It goes on where it stands.</>}
        run={() => change('POST /releases/{release}/resume', { params })}
      />
    </span>
  );
}

export const Paused = ({ list }: Stopped) => {
  const { slug } = useTenant();
  return (
    <Need title="Paused releases" list={list} aside={<Link to={`/${slug}/releases?isPaused=true`}>All paused</Link>}>
      {(release) => (
        <>
          <span>
            <Name release={release} /> <span className="small">{wordsOf(release.pauseReason ?? 'PAUSED')}</span>
            {release.pauseError && (
              <p className={release.pauseReason === 'TASK_FAILURE' ? 'bad' : undefined}>{release.pauseError}</p>
            )}
          </span>
          <GoOn release={release} />
        </>
      )}
    </Need>
  );
};

/** Read only when the person opens it: a list has no parts of its releases. */
function Parts({ release }: { readonly release: Release }) {
  const [isOpen, setIsOpen] = useState(false);
  const read = useRead('GET /releases/{release}', { params: { release: release.id } }, { enabled: isOpen });
  return (
    <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>Reasons and deeds</summary>
      {isOpen && (
        <Shown what="the release" read={read}>
          {(whole) =>
            release.waitsFor?.what === 'FAILED_BUILDS' ? <Builds release={whole} /> : <Targets release={whole} />
          }
        </Shown>
      )}
    </details>
  );
}

export const Rejected = ({ list }: Stopped) => {
  const { slug } = useTenant();
  return (
    <Need
      title="Rejected by a store, or without a build"
      list={list}
      aside={<Link to={`/${slug}/releases?waitsFor=TARGETS,FAILED_BUILDS`}>All of them</Link>}
    >
      {(release) => (
        <>
          <span>
            <Name release={release} />{' '}
            <span className="small">
              <Wait waitsFor={release.waitsFor} />
            </span>
          </span>
          <Parts release={release} />
        </>
      )}
    </Need>
  );
};
