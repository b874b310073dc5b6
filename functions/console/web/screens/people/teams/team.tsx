// One team with its members.
import { useNavigate, useParams } from 'react-router';
import type { Output } from '../../../../../client.ts';
import { useChange, useList, useRead } from '../../../app/data.ts';
import { changedOf, textOf } from '../../../app/sending.ts';
import { useMe, useTenant } from '../../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../../parts/deed.tsx';
import { Field } from '../../../parts/field.tsx';
import { Empty } from '../../../parts/loading.tsx';
import { Section } from '../../../parts/page.tsx';
import { Listed, Shown } from '../../../parts/shown.tsx';
import { wordsOf } from '../../../parts/status.tsx';
import { Since } from '../../../parts/time.tsx';
import { PeoplePage } from '../people-page.tsx';
import { TeamFields, teamIn } from './team-fields.tsx';

const ROLES = ['MEMBER', 'MAINTAINER'] as const;
type TeamRole = (typeof ROLES)[number];

interface TeamProps {
  readonly team: Output<'GET /teams/{team}'>;
}

const RoleInTeam = ({ present = 'MEMBER' }: { readonly present?: TeamRole }) => (
  <Field label="Role in the team" path="role" hint="It gives no right in the organization.">
    {(input) => (
      <select {...input} name="role" defaultValue={present}>
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {wordsOf(role)}
          </option>
        ))}
      </select>
    )}
  </Field>
);
const roleIn = (form: FormData) => textOf(form, 'role') as TeamRole;

function Members({ team }: Pick<TeamProps, 'team'>) {
  const change = useChange();
  const me = useMe();
  const list = useList('GET /teams/{team}/members', { params: { team: team.id } });
  const users = useList('GET /members', { query: { isActive: 'true', limit: 100 } });
  const held = new Set(list.items.map(({ userId }) => userId));
  const add = (
    <Deed
      label="Add a member"
      action={actionOfMe(me, 'setTeamMember')}
      question={<>A user who joins {team.name}.</>}
      fields={
        <>
          <Field label="User" path="user">
            {(input) => (
              <select {...input} name="user" required>
                {users.items
                  .filter(({ userId }) => !held.has(userId))
                  .map(({ userId, name }) => (
                    <option key={userId} value={userId}>
                      {name}
                    </option>
                  ))}
              </select>
            )}
          </Field>
          <RoleInTeam />
        </>
      }
      tone="main"
      run={(form) =>
        change('PUT /teams/{team}/members/{user}', {
          params: { team: team.id, user: textOf(form, 'user') ?? '' },
          body: { role: roleIn(form) },
        })
      }
    />
  );
  return (
    <Section title="Members" aside={add}>
      <Listed what="members" list={list} empty={<Empty title="Nobody is in this team. Add the first member." />}>
        {(members) => (
          <ul className="rows">
            {members.map(({ userId, name, role, isActive, joinedAt }) => (
              <li key={userId}>
                <span>
                  {name}{' '}
                  <span className="small">
                    {wordsOf(role)} for <Since at={joinedAt} />
                    {!isActive && ', inactive'}
                  </span>
                </span>
                <span className="inline">
                  <Deed
                    key={role}
                    label="Change the role"
                    action={actionOfMe(me, 'setTeamMember')}
                    question={
                      <>
                        The role of {name} in {team.name}.
                      </>
                    }
                    fields={<RoleInTeam present={role} />}
                    run={(form) =>
                      change('PUT /teams/{team}/members/{user}', {
                        params: { team: team.id, user: userId },
                        body: { role: roleIn(form) },
                      })
                    }
                  />
                  <Deed
                    label={userId === me.actor.id ? 'Leave' : 'Remove'}
                    action={actionOfMe(me, userId === me.actor.id ? 'removeTeamMember' : 'setTeamMember')}
                    question={
                      <>
                        Take {name} out of {team.name}?
                      </>
                    }
                    tone="danger"
                    run={() =>
                      change('DELETE /teams/{team}/members/{user}', { params: { team: team.id, user: userId } })
                    }
                  />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}

function Whole({ team }: TeamProps) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const me = useMe();
  const params = { team: team.id };
  return (
    <>
      {team.description && <p className="prose">{team.description}</p>}
      {team.slackChannel && <p className="small">Slack: {team.slackChannel}</p>}
      <div className="buttons">
        <Deed
          label="Edit the team"
          action={actionOfMe(me, 'updateTeam')}
          question={<>Names, description and channel of {team.name}.</>}
          fields={<TeamFields team={team} />}
          run={async (form, seen) => {
            const { body } = await change('PATCH /teams/{team}', { params, seen, body: changedOf(teamIn(form), team) });
            await navigate(`/${slug}/people/teams/${body.slug}`, { replace: true });
          }}
        />
        <Deed
          label="Delete the team"
          action={actionOfMe(me, 'deleteTeam')}
          question={<>Delete {team.name}? Its services stay, without a team.</>}
          tone="danger"
          run={async (_, seen) => {
            await change('DELETE /teams/{team}', { params, seen });
            await navigate(`/${slug}/people/teams`);
          }}
        />
      </div>
      <Members team={team} />
    </>
  );
}

export function TeamScreen() {
  const { team: key = '' } = useParams();
  const read = useRead('GET /teams/{team}', { params: { team: key } });
  return (
    <PeoplePage title={read.data?.body.name ?? key}>
      <Shown what="the team" read={read}>
        {(team) => <Whole team={team} />}
      </Shown>
    </PeoplePage>
  );
}
