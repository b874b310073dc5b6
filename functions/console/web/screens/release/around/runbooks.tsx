// The runbooks of the release's service.
import { useList } from '../../../app/data.ts';
import { RunbookLinks } from '../../runbooks/runbook-links.tsx';

export function Runbooks({ releaseId }: { readonly releaseId: string }) {
  const list = useList('GET /releases/{release}/runbooks', { params: { release: releaseId } });
  if (list.items.length === 0 && !list.isPending) return null;
  return <RunbookLinks list={list} empty={null} />;
}
