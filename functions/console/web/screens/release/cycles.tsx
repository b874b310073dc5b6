// The regression cycles of a release, newest first, each with its commits.
import { type Item, useChange, useList } from '../../app/data.ts';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { commitsOf } from '../../parts/tabular/counts.ts';
import { Time } from '../../parts/time.tsx';
import type { Release } from './seen.ts';

type Cycle = Item<'GET /releases/{release}/regression-cycles'>;

const REASONS = {
  FIRST: 'the first',
  NEW_BUILD: 'for a new build',
  REJECTED: 'after a rejection',
  CHERRY_PICK: 'for new commits',
} as const satisfies Readonly<Record<Cycle['reason'], string>>;

export function Cycles({ release }: { readonly release: Release }) {
  const change = useChange();
  const params = { release: release.id };
  const list = useList('GET /releases/{release}/regression-cycles', { params });
  const open = (
    <Deed
      label="Open the next cycle"
      action={actionOf(release.actions, 'openRegressionCycle')}
      question={
        <>
          Open the next cycle of {release.releaseKey} for the new commits on {release.branchRelease}? Its builds are
          requested.
        </>
      }
      run={() => change('POST /releases/{release}/regression-cycles', { params })}
    />
  );
  if (release.releaseType === 'HOTFIX') return null;
  return (
    <Section title="Regression cycles" aside={open}>
      <Listed what="cycles" list={list} empty={<Empty title="No cycle was opened yet." />}>
        {(cycles) =>
          cycles.map((cycle) => (
            <details key={cycle.number} open={cycle.number === release.regressionCycle}>
              <summary>
                Cycle {cycle.number} <Status status={cycle.status} /> {REASONS[cycle.reason]}, opened{' '}
                <Time at={cycle.openedAt} />
                {cycle.signedOffBy && ', signed off'}
              </summary>
              <p className="small">
                {commitsOf(cycle.commitCount)}
                {cycle.commits.length < cycle.commitCount && `, the last ${cycle.commits.length} are shown`}
              </p>
              <ul className="rows">
                {cycle.commits.map((commit) => (
                  <li key={commit.sha}>
                    <span>{commit.message}</span>
                    <span className="small">
                      <code>{commit.sha.slice(0, 10)}</code> {commit.author}
                    </span>
                  </li>
                ))}
              </ul>
            </details>
          ))
        }
      </Listed>
    </Section>
  );
}
