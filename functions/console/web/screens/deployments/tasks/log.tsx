// The log of a task, in its chunks; while an agent works on the task, it is read again and again.
import { type Item, useList } from '../../../app/data.ts';
import { Empty } from '../../../parts/loading.tsx';
import { Listed } from '../../../parts/shown.tsx';
import type { Task } from './seen.ts';

type Chunk = Item<'GET /deployments/{deployment}/tasks/{task}/log'>;

const EVERY_MS = 3_000;
/** The last chunks may come with the end of the task. */
const AFTER_MS = 15_000;
const PAGE = 100;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** The texts of one lease, with a line for each part that is missing. */
function textOf(chunks: readonly Chunk[]): string {
  let end = 0;
  let text = '';
  for (const chunk of chunks) {
    if (chunk.offset > end) text += `\n… ${chunk.offset - end} bytes did not arrive\n`;
    text += chunk.text;
    end = Math.max(end, chunk.offset + bytesOf(chunk.text));
  }
  return text;
}

export function Log({ task: { id: task, deploymentId: deployment, status } }: { readonly task: Task }) {
  const list = useList(
    'GET /deployments/{deployment}/tasks/{task}/log',
    { params: { deployment, task }, query: { limit: PAGE } },
    { every: status === 'LEASED' ? EVERY_MS : AFTER_MS },
  );
  return (
    <Listed what="of the log" list={list} empty={<Empty title="The agent has sent no log." />}>
      {(items) => {
        const leases = [...Map.groupBy(items, ({ fence }) => fence)];
        return leases.map(([fence, chunks]) => (
          <div key={fence}>
            {leases.length > 1 && <p className="small">Attempt {fence}</p>}
            <pre className="code">{textOf(chunks)}</pre>
          </div>
        ));
      }}
    </Listed>
  );
}
