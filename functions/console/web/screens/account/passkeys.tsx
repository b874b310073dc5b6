// The own passkeys. From the first one on, a sign-in with the password asks for one too.
import { useChange, useList } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { useMe } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Time } from '../../parts/time.tsx';
import { makePasskey } from '../sign-in/passkey.ts';

function Add() {
  const change = useChange();
  const me = useMe();
  return (
    <Deed
      label="Add a passkey"
      action={actionOfMe(me, 'createPasskey')}
      question={<>Your browser asks for the device or security key. From then on, your password needs it too.</>}
      fields={
        <Field label="Name" path="name" hint="By which you know it again, for example the device.">
          {(input) => <input {...input} name="name" maxLength={60} required />}
        </Field>
      }
      tone="main"
      run={async (form) => {
        const { body } = await change('POST /passkeys/registrations', {});
        const answer = await makePasskey(body.options);
        await change('POST /passkeys', { body: { registrationId: body.id, answer, name: textOf(form, 'name') ?? '' } });
      }}
    />
  );
}

export function Passkeys() {
  const change = useChange();
  const me = useMe();
  const list = useList('GET /passkeys', {});
  return (
    <Section title="Passkeys" aside={<Add />}>
      <Listed
        what="passkeys"
        list={list}
        empty={<Empty title="No passkey. Add one, so that a stolen password is not enough." />}
      >
        {(passkeys) => (
          <ul className="rows">
            {passkeys.map(({ id, name, isBackedUp, createdAt, lastUsedAt }) => (
              <li key={id}>
                <span>
                  {name}
                  <br />
                  <span className="small">
                    {isBackedUp ? 'Synchronized between devices' : 'On one device'}, added <Time at={createdAt} />
                    {lastUsedAt !== undefined && (
                      <>
                        , used <Time at={lastUsedAt} />
                      </>
                    )}
                  </span>
                </span>
                <Deed
                  label="Delete"
                  action={actionOfMe(me, 'deletePasskey')}
                  question={<>Delete the passkey {name}? You cannot sign in with it any more.</>}
                  tone="danger"
                  run={() => change('DELETE /passkeys/{passkey}', { params: { passkey: id } })}
                />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}
