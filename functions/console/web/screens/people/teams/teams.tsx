// The teams of the tenant, by name.
import { Link } from 'react-router';
import { useChange, useList } from '../../../app/data.ts';
import { useMe, useTenant } from '../../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../../parts/deed.tsx';
import { Empty } from '../../../parts/loading.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { PeoplePage } from '../people-page.tsx';
import { TeamFields, teamIn } from './team-fields.tsx';

function CreateTeam() {
  const change = useChange();
  const me = useMe();
  return (
    <Deed
      label="Create a team"
      action={actionOfMe(me, 'createTeam')}
      question={<>A team without members; add them on its page.</>}
      fields={<TeamFields />}
      tone="main"
      run={(form) => {
        const { description, slackChannel, ...named } = teamIn(form);
        return change('POST /teams', {
          body: { ...named, ...(description && { description }), ...(slackChannel && { slackChannel }) },
        });
      }}
    />
  );
}

export function Teams() {
  const { slug } = useTenant();
  const list = useList('GET /teams', {});
  return (
    <PeoplePage title="Teams" aside={<CreateTeam />}>
      <Listed
        what="teams"
        list={list}
        empty={<Empty title="No team. Teams own services, and are asked for approvals." />}
      >
        {(teams) => (
          <ul className="rows">
            {teams.map((team) => (
              <li key={team.id}>
                <span>
                  <Link to={`/${slug}/people/teams/${team.slug}`}>{team.name}</Link>{' '}
                  <span className="small">{team.description}</span>
                </span>
                <span className="small">
                  {team.memberCount} {team.memberCount === 1 ? 'member' : 'members'}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </PeoplePage>
  );
}
