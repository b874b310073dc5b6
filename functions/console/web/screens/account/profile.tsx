// Names and address of a user, and their edit. A new address replaces the present one when the link mailed to it is opened.

import { Link } from 'react-router';
import type { Output } from '../../../../client.ts';
import { useChange, useRead } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { wordsOf } from '../../parts/status.tsx';
import { Facts } from '../../parts/tabular/facts.tsx';

type User = Output<'GET /users/{user}'>;

interface UserProps {
  readonly user: User;
}

export function EditUser({ user }: UserProps) {
  const change = useChange();
  const me = useMe();
  return (
    <Deed
      label="Edit the profile"
      action={actionOfMe(me, 'updateUser')}
      question={<>Names and address of {user.fullName}.</>}
      fields={
        <>
          <Field label="Full name" path="fullName">
            {(input) => <input {...input} name="fullName" defaultValue={user.fullName} maxLength={100} required />}
          </Field>
          <Field label="Username" path="username">
            {(input) => <input {...input} name="username" defaultValue={user.username} maxLength={60} required />}
          </Field>
          <Field label="E-mail" path="email" hint="A new address is used when its mailed link was opened.">
            {(input) => <input {...input} name="email" type="email" defaultValue={user.email} required />}
          </Field>
        </>
      }
      run={(form, seen) => {
        const [fullName, username, email] = ['fullName', 'username', 'email'].map((name) => textOf(form, name));
        const body = {
          ...(fullName !== user.fullName && { fullName }),
          ...(username !== user.username && { username }),
          ...(email !== user.email && { email }),
        };
        if (Object.keys(body).length === 0) return Promise.resolve();
        return change('PATCH /users/{user}', { params: { user: user.id }, seen, body });
      }}
    />
  );
}

export function ConfirmationMail({ user }: UserProps) {
  const change = useChange();
  const me = useMe();
  const address = user.pendingEmail ?? user.email;
  if (user.pendingEmail === null && user.isEmailConfirmed) return null;
  return (
    <Deed
      label="Mail the confirmation again"
      action={actionOfMe(me, 'requestEmailConfirmation')}
      question={<>Mail a new link to {address}? Earlier links are not valid any more.</>}
      run={(_, seen) => change('POST /users/{user}/email-confirmation', { params: { user: user.id }, seen })}
    />
  );
}

const emailOf = ({ email, isEmailConfirmed, pendingEmail }: UserProps['user']): string => {
  const replaced = pendingEmail === null ? '' : `, to be replaced by ${pendingEmail}`;
  return `${email}${isEmailConfirmed ? '' : ' (not confirmed)'}${replaced}`;
};

export function UserFacts({ user }: UserProps) {
  return (
    <Facts
      rows={[
        ['Full name', user.fullName],
        ['Username', user.username],
        ['E-mail', emailOf(user)],
        ['Role', user.role ? wordsOf(user.role) : 'Not a member'],
      ]}
    />
  );
}

export function Profile({ userId }: { readonly userId: string }) {
  const { slug } = useTenant();
  const read = useRead('GET /users/{user}', { params: { user: userId } });
  return (
    <Section title="Profile">
      <Shown what="your profile" read={read}>
        {(user) => (
          <>
            <UserFacts user={user} />
            <div className="buttons">
              <EditUser user={user} />
              <ConfirmationMail user={user} />
              <Link to={`/${slug}/people/users/${user.username}`}>Your teams and identities</Link>
            </div>
          </>
        )}
      </Shown>
    </Section>
  );
}
