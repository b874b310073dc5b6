// Invitations by mail: who was invited as what, and what became of it.

import { useSearchParams } from 'react-router';
import type { Item } from '../../app/data.ts';
import { useChange, useList } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { useMe } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { Empty } from '../../parts/loading.tsx';
import { SeenItem } from '../../parts/seen/seen.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { Time } from '../../parts/time.tsx';
import { PeoplePage } from './people-page.tsx';
import { RoleField, roleIn } from './role-field.tsx';

const STATUSES = ['PENDING', 'ACCEPTED', 'REVOKED'] as const;

function Invite() {
  const change = useChange();
  const me = useMe();
  const teams = useList('GET /teams', {});
  return (
    <Deed
      label="Invite somebody"
      action={actionOfMe(me, 'createInvitation')}
      question={<>A mail brings the link, which is valid once, for seven days.</>}
      fields={
        <>
          <Field label="E-mail" path="email">
            {(input) => <input {...input} name="email" type="email" required />}
          </Field>
          <RoleField />
          {teams.items.length > 0 && (
            <fieldset>
              <legend>Teams</legend>
              {teams.items.map(({ id, name }) => (
                <label key={id} className="choice">
                  <input type="checkbox" name="team" value={id} /> {name}
                </label>
              ))}
            </fieldset>
          )}
        </>
      }
      tone="main"
      run={(form) => {
        const body = {
          email: textOf(form, 'email') ?? '',
          role: roleIn(form),
          teamIds: form.getAll('team').map(String),
        };
        return change('POST /invitations', { body });
      }}
    />
  );
}

function InvitationRow({ invitation }: { readonly invitation: Item<'GET /invitations'> }) {
  const change = useChange();
  const me = useMe();
  const { id, email, role, status, isExpired, expiresAt, createdAt } = invitation;
  const params = { invitation: id };
  return (
    <tr>
      <th scope="row">{email}</th>
      <td>{wordsOf(role)}</td>
      <td>
        <Status status={isExpired ? 'EXPIRED' : status} />
      </td>
      <td>
        <Time at={createdAt} />
        {status === 'PENDING' && (
          <span className="small">
            , {isExpired ? 'expired' : 'expires'} <Time at={expiresAt} />
          </span>
        )}
      </td>
      <td>
        {status === 'PENDING' && (
          <SeenItem item={invitation}>
            <Deed
              label="Send again"
              action={actionOfMe(me, 'resendInvitation')}
              question={<>Mail {email} a new link? Earlier links are not valid any more.</>}
              run={(_, seen) => change('POST /invitations/{invitation}/resend', { params, seen })}
            />{' '}
            <Deed
              label="Revoke"
              action={actionOfMe(me, 'revokeInvitation')}
              question={<>Revoke the invitation of {email}?</>}
              tone="danger"
              run={(_, seen) => change('POST /invitations/{invitation}/revoke', { params, seen })}
            />
          </SeenItem>
        )}
      </td>
    </tr>
  );
}

export function Invitations() {
  const [search, setSearch] = useSearchParams();
  const status = STATUSES.find((one) => one === search.get('status'));
  const list = useList('GET /invitations', { query: { status } });
  return (
    <PeoplePage title="Invitations" aside={<Invite />}>
      <div className="filters">
        <label className="inline">
          Status
          <select
            value={status ?? ''}
            onChange={({ target }) => setSearch(target.value === '' ? {} : { status: target.value }, { replace: true })}
          >
            <option value="">All</option>
            {STATUSES.map((one) => (
              <option key={one} value={one}>
                {wordsOf(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Listed what="invitations" list={list} empty={<Empty title="No invitation. Invite the people you work with." />}>
        {(items) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: without a link in it, the keyboard reaches it only so to scroll it
          <section className="table" aria-label="Invitations" tabIndex={0}>
            <Table columns={['E-mail', 'Role', 'Status', 'Sent', 'Deeds']}>
              {items.map((invitation) => (
                <InvitationRow key={invitation.id} invitation={invitation} />
              ))}
            </Table>
          </section>
        )}
      </Listed>
    </PeoplePage>
  );
}
