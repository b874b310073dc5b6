// The approval policy of an environment as it was at each change. Approvals and decisions name its version.
import { type Item, useList } from '../../app/data.ts';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { Time } from '../../parts/time.tsx';
import { nameIn, useTeams } from '../catalog/choice.tsx';
import type { Environment } from './environment-fields.tsx';

type Policy = Item<'GET /environments/{environment}/approval-policies'>;

const PAGE = 10;

function Groups({ groups }: { readonly groups: Policy['approvalGroups'] }) {
  const teams = useTeams();
  if (groups.length === 0) return 'none';
  return groups.map(({ teamId, approvalsNeeded }) => (
    <p key={teamId}>
      {approvalsNeeded} of {nameIn(teams, teamId)}
    </p>
  ));
}

export function Policies({ environment: { id, policyVersion } }: { readonly environment: Environment }) {
  const params = { environment: id };
  const list = useList('GET /environments/{environment}/approval-policies', { params, query: { limit: PAGE } });
  return (
    <Section title="Approval policy">
      <p className="small">A change of its rules is a new version, which makes given approvals void.</p>
      <Listed what="versions" list={list} empty={<Empty title="No version is stored." />}>
        {(items) => (
          <Table columns={['Version', 'Approvals', 'From teams', 'People who took part', 'Since']}>
            {items.map(({ version, requiredApprovals, approvalGroups, requireSod, changedAt, changedByName }) => (
              <tr key={version}>
                <th scope="row">
                  {version}
                  {version === policyVersion && ', in force'}
                </th>
                <td>{requiredApprovals === 0 ? 'none' : requiredApprovals}</td>
                <td>
                  <Groups groups={approvalGroups} />
                </td>
                <td>{requireSod ? 'may not approve' : 'may approve'}</td>
                <td>
                  <Time at={changedAt} />
                  <p className="small">by {changedByName}</p>
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Listed>
    </Section>
  );
}
