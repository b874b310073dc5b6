// The commits that a question is about: those of the release's cycle in which it was asked.
import { useList } from '../../app/data.ts';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { commitsOf } from '../../parts/tabular/counts.ts';
import type { Approval } from './seen.ts';

export function Changes({ approval: { subject, round } }: { readonly approval: Approval }) {
  const list = useList('GET /releases/{release}/regression-cycles', { params: { release: subject.id } });
  return (
    <Section title={`Changes of cycle ${round}`}>
      <Listed what="cycles" list={list} empty={<Empty title="The release has no cycle." />}>
        {(cycles) =>
          cycles
            .filter(({ number }) => number === round)
            .map(({ number, commits, commitCount }) => (
              <div key={number}>
                <p className="small">
                  {commitsOf(commitCount)}
                  {commits.length < commitCount && `, the last ${commits.length} are shown`}
                </p>
                <ul className="rows">
                  {commits.map(({ sha, message, author }) => (
                    <li key={sha}>
                      <span>{message}</span>
                      <span className="small">
                        {author} <Copyable text={sha} shown={sha.slice(0, 10)} />
                      </span>
                    </li>
                  ))}
                </ul>
              </div>
            ))
        }
      </Listed>
    </Section>
  );
}
