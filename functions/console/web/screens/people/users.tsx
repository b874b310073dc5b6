// The users of the tenant with role and state. The filters stand in the address.

import { Link, useSearchParams } from 'react-router';
import { useChange, useList } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { PeoplePage } from './people-page.tsx';
import { MEMBER_ROLES, RoleField, roleIn } from './role-field.tsx';

function CreateUser() {
  const change = useChange();
  const me = useMe();
  return (
    <Deed
      label="Create a user"
      tone="main"
      action={actionOfMe(me, 'createUser')}
      question={
        <>The user confirms the address and then chooses a password by mail. People outside are better invited.</>
      }
      fields={
        <>
          <Field label="Full name" path="fullName">
            {(input) => <input {...input} name="fullName" maxLength={100} required />}
          </Field>
          <Field label="Username" path="username">
            {(input) => <input {...input} name="username" maxLength={60} required />}
          </Field>
          <Field label="E-mail" path="email">
            {(input) => <input {...input} name="email" type="email" required />}
          </Field>
          <RoleField />
        </>
      }
      run={(form) => {
        const [fullName = '', username = '', email = ''] = ['fullName', 'username', 'email'].map((name) =>
          textOf(form, name),
        );
        return change('POST /users', { body: { fullName, username, email, role: roleIn(form) } });
      }}
    />
  );
}

export const StateOfUser = ({ isActive }: { readonly isActive: boolean }) => (
  <Status status={isActive ? 'ACTIVE' : 'INACTIVE'} />
);

export function Users() {
  const { slug } = useTenant();
  const [search, setSearch] = useSearchParams();
  const role = MEMBER_ROLES.find((one) => one === search.get('role'));
  const name = search.get('name') ?? '';
  const list = useList('GET /users', { query: { role, name: name === '' ? undefined : name } });
  const filter = (key: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value === '') next.delete(key);
    else next.set(key, value);
    setSearch(next, { replace: true });
  };
  return (
    <PeoplePage title="People" aside={<CreateUser />}>
      <div className="filters">
        <label className="inline">
          Name begins with
          <input type="search" value={name} onChange={({ target }) => filter('name', target.value)} />
        </label>
        <label className="inline">
          Role
          <select value={role ?? ''} onChange={({ target }) => filter('role', target.value)}>
            <option value="">All</option>
            {MEMBER_ROLES.map((one) => (
              <option key={one} value={one}>
                {wordsOf(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Listed what="users" list={list} empty={<Empty title="No user fits." />}>
        {(users) => (
          <Table columns={['Name', 'E-mail', 'Role', 'State']}>
            {users.map((user) => (
              <tr key={user.id}>
                <th scope="row">
                  <Link to={`/${slug}/people/users/${user.username}`}>{user.fullName}</Link>
                </th>
                <td>
                  {user.email}
                  {!user.isEmailConfirmed && <span className="small"> not confirmed</span>}
                </td>
                <td>{user.role ? wordsOf(user.role) : 'Not a member'}</td>
                <td>
                  <StateOfUser isActive={user.isActive} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Listed>
    </PeoplePage>
  );
}
