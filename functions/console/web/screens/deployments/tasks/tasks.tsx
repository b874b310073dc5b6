// The tasks of a deployment: one for each target and step, with the agent that has it, its end, and its log as it comes.
import { useState } from 'react';
import { Link } from 'react-router';
import { useList } from '../../../app/data.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Digest } from '../../../parts/copyable.tsx';
import { Empty } from '../../../parts/loading.tsx';
import { Section } from '../../../parts/page.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { Status, wordsOf } from '../../../parts/status.tsx';
import { Rows } from '../../../parts/tabular/rows.tsx';
import { Lasted, Since, Time } from '../../../parts/time.tsx';
import { Filter } from '../../catalog/choice.tsx';
import { useFilters } from '../../catalog/filters.ts';
import type { Deployment } from '../seen.ts';
import { Log } from './log.tsx';
import type { Task } from './seen.ts';

const STATUSES = ['QUEUED', 'LEASED', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const satisfies readonly Task['status'][];
/** Leases are no news in the feed. */
const EVERY_MS = 5_000;
const UNDER_WAY: readonly string[] = ['PENDING', 'IN_PROGRESS'] satisfies readonly Deployment['status'][];

const isUnderWay = ({ status }: Pick<Deployment, 'status'>): boolean => UNDER_WAY.includes(status);

function Course({ task: { status, queuedAt, startedAt, finishedAt, capability } }: { readonly task: Task }) {
  if (startedAt === null) {
    return (
      <>
        {status === 'QUEUED' ? `waits for an agent${capability === null ? '' : ` with ${capability}`}` : 'queued'}{' '}
        <Time at={queuedAt} />
      </>
    );
  }
  return finishedAt === null ? (
    <>
      for <Since at={startedAt} />
    </>
  ) : (
    <>
      took <Lasted from={startedAt} to={finishedAt} />
    </>
  );
}

function OneTask({ task }: { readonly task: Task }) {
  const { slug } = useTenant();
  const [isOpen, setIsOpen] = useState(false);
  const { targetId, targetName, step, status, agentId, agentName, digest, message } = task;
  return (
    <>
      <div>
        <Status status={status} /> <Link to={`/${slug}/targets/${targetId}`}>{targetName}</Link>{' '}
        <span className="small">
          {wordsOf(step)}, <Course task={task} />
          {agentId !== null && (
            <>
              , by <Link to={`/${slug}/agents/${agentId}`}>{agentName ?? agentId}</Link>
            </>
          )}
        </span>
        {message !== null && <p className={status === 'FAILED' ? 'bad' : 'small'}>{message}</p>}
        {task.fence > 0 && (
          <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
            <summary>Log of {targetName}</summary>
            {isOpen && <Log task={task} />}
          </details>
        )}
      </div>
      <span className="small">{digest === null ? 'removes what runs there' : <Digest text={digest} />}</span>
    </>
  );
}

export function Tasks({ deployment }: { readonly deployment: Deployment }) {
  const filters = useFilters();
  const status = STATUSES.find((one) => one === filters.of('tasks'));
  const list = useList(
    'GET /deployments/{deployment}/tasks',
    { params: { deployment: deployment.id }, query: { status } },
    { every: isUnderWay(deployment) ? EVERY_MS : undefined },
  );
  return (
    <Section title="Targets">
      <div className="filters">
        <Filter
          label="Status"
          all={STATUSES.map((one) => ({ id: one, name: wordsOf(one) }))}
          chosen={status}
          none="Any"
          onChange={({ target }) => filters.set('tasks', target.value)}
        />
      </div>
      <Listed
        what="targets"
        list={list}
        empty={
          <Empty title={status === undefined ? 'No target has its turn yet.' : 'No target of this deployment fits.'} />
        }
      >
        {(items) => <Rows items={items}>{(task) => <OneTask task={task} />}</Rows>}
      </Listed>
    </Section>
  );
}
