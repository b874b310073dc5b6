// One user: profile, role, activity, identities, teams, and for an ADMIN sessions, passkeys and tokens too.
import { Link, useNavigate, useParams } from 'react-router';
import type { Output } from '../../../../client.ts';
import { useChange, useList, useRead } from '../../app/data.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed, Shown } from '../../parts/shown.tsx';
import { wordsOf } from '../../parts/status.tsx';
import { ConfirmationMail, EditUser, UserFacts } from '../account/profile.tsx';
import { Sessions } from '../account/sessions.tsx';
import { Tokens } from '../account/tokens/tokens.tsx';
import { Identities } from './identities.tsx';
import { PeoplePage } from './people-page.tsx';
import { RoleField, roleIn } from './role-field.tsx';
import { StateOfUser } from './users.tsx';

interface UserProps {
  readonly user: Output<'GET /users/{user}'>;
}

function UserDeeds({ user }: UserProps) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const me = useMe();
  const params = { user: user.id };
  const name = user.fullName;
  // Changes of the activity are for an ADMIN alone, though the operation lets users change their own names.
  const activity = actionOfMe(me, 'removeUser');
  return (
    <div className="buttons">
      <EditUser user={user} />
      <ConfirmationMail user={user} />
      <Deed
        label={user.role ? 'Change the role' : 'Make a member'}
        action={actionOfMe(me, 'setMembership')}
        question={<>The role of {name} in this organization.</>}
        fields={<RoleField {...(user.role && { present: user.role })} />}
        run={(form, seen) => change('PUT /members/{user}', { params, seen, body: { role: roleIn(form) } })}
      />
      {user.isActive ? (
        <Deed
          label="Deactivate"
          action={activity}
          question={<>Deactivate {name}? All credentials stop working within 30 seconds.</>}
          tone="danger"
          run={(_, seen) => change('PATCH /users/{user}', { params, seen, body: { isActive: false } })}
        />
      ) : (
        <Deed
          label="Activate"
          action={activity}
          question={<>Activate {name} again?</>}
          tone="main"
          run={(_, seen) => change('PATCH /users/{user}', { params, seen, body: { isActive: true } })}
        />
      )}
      {user.role && (
        <Deed
          label="Remove from the organization"
          action={activity}
          question={
            <>
              Take the role {wordsOf(user.role)} from {name}? The user stays, without a role.
            </>
          }
          tone="danger"
          run={(_, seen) => change('DELETE /members/{user}', { params, seen })}
        />
      )}
      <Deed
        label="Remove all passkeys"
        action={actionOfMe(me, 'removeUserPasskeys')}
        question={<>Remove all passkeys of {name}, whose devices are lost? All sessions of the user end.</>}
        tone="danger"
        run={() => change('DELETE /users/{user}/passkeys', { params })}
      />
      <Deed
        label="Remove the user"
        action={actionOfMe(me, 'removeUser')}
        question={<>Remove {name} with everything that belongs to the user? Audit entries stay.</>}
        tone="danger"
        run={async (_, seen) => {
          await change('DELETE /users/{user}', { params, seen });
          await navigate(`/${slug}/people`);
        }}
      />
    </div>
  );
}

function TeamsOfUser({ userId }: { readonly userId: string }) {
  const { slug } = useTenant();
  const list = useList('GET /users/{user}/teams', { params: { user: userId } });
  return (
    <Section title="Teams">
      <Listed what="teams" list={list} empty={<Empty title="In no team." />}>
        {(items) => (
          <ul className="rows">
            {items.map(({ team, role }) => (
              <li key={team.id}>
                <Link to={`/${slug}/people/teams/${team.slug}`}>{team.name}</Link>
                <span className="small">{wordsOf(role)}</span>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}

function Whole({ user }: UserProps) {
  const { role } = useMe();
  return (
    <>
      <Section title="Profile" aside={<StateOfUser isActive={user.isActive} />}>
        <UserFacts user={user} />
        <UserDeeds user={user} />
      </Section>
      <TeamsOfUser userId={user.id} />
      <Identities user={user} />
      {role === 'ADMIN' && (
        <>
          <Sessions userId={user.id} />
          <Section title="API tokens">
            <Tokens owner={user.id} />
          </Section>
        </>
      )}
    </>
  );
}

export function UserScreen() {
  const { user: name = '' } = useParams();
  const read = useRead('GET /users/{user}', { params: { user: name } });
  return (
    <PeoplePage title={read.data?.body.fullName ?? name}>
      <Shown what="the user" read={read}>
        {(user) => <Whole user={user} />}
      </Shown>
    </PeoplePage>
  );
}
