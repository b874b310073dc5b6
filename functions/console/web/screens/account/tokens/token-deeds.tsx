// The deeds with API tokens. The secret that one makes goes to `show`, and nowhere else.
import { coversRole } from '../../../../../../entities/access/rights.model.ts';
import { ROLES, type Role } from '../../../../../../entities/names.ts';
import type { Item } from '../../../app/data.ts';
import { useChange } from '../../../app/data.ts';
import { textOf } from '../../../app/sending.ts';
import { useMe } from '../../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../../parts/deed.tsx';
import { Field } from '../../../parts/field.tsx';
import { wordsOf } from '../../../parts/status.tsx';

const CI = 'CI';
const DAY_MS = 86_400_000;
const LIVES = [7, 30, 90, 180, 365] as const;
const GRACES = [
  [0, 'at once'],
  [3_600, 'in one hour'],
  [86_400, 'in one day'],
] as const;

export interface MadeSecret {
  readonly name: string;
  /** Null when a repeated request made no new one. */
  readonly token: string | null;
}

type Show = (made: MadeSecret) => void;
type Token = Item<'GET /tokens'>;

/** Counted from the beginning of this day, so that a request that is repeated stays the same. */
const expiryOf = (form: FormData): string =>
  new Date((Math.floor(Date.now() / DAY_MS) + Number(textOf(form, 'days'))) * DAY_MS).toISOString();

const life = (
  <Field label="Expires after" path="expiresAt">
    {(input) => (
      <select {...input} name="days" defaultValue={90}>
        {LIVES.map((days) => (
          <option key={days} value={days}>
            {days} days
          </option>
        ))}
      </select>
    )}
  </Field>
);

interface CreateProps {
  /** The id of a user, or `CI`: tokens are made for oneself and for CI alone. */
  readonly owner: string;
  readonly show: Show;
}

export function CreateToken({ owner, show }: CreateProps) {
  const change = useChange();
  const me = useMe();
  if (owner !== CI && owner !== me.actor.id) return null;
  const roles = owner === CI ? [CI] : ROLES.filter((role) => role !== CI && coversRole(me.role, role));
  return (
    <Deed
      label={owner === CI ? 'Create a token for CI' : 'Create a token'}
      action={actionOfMe(me, 'createToken')}
      question={<>Its secret is shown once, after it was made.</>}
      fields={
        <>
          <Field label="Name" path="name" hint="Say where it is used.">
            {(input) => <input {...input} name="name" maxLength={100} required />}
          </Field>
          <Field label="Role" path="role">
            {(input) => (
              <select {...input} name="role">
                {roles.map((role) => (
                  <option key={role} value={role}>
                    {wordsOf(role)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field
            label="Scopes (optional)"
            path="scopes"
            hint="With spaces between them, for example releases:read builds:write. Without any: all that the role may."
          >
            {(input) => <input {...input} name="scopes" autoComplete="off" />}
          </Field>
          {life}
        </>
      }
      tone="main"
      run={async (form) => {
        const scopes = textOf(form, 'scopes')?.split(/[\s,]+/);
        const { body } = await change('POST /tokens', {
          body: {
            name: textOf(form, 'name') ?? '',
            role: textOf(form, 'role') as Role,
            expiresAt: expiryOf(form),
            ...(scopes && { scopes }),
          },
        });
        show({ name: body.name, token: body.token });
      }}
    />
  );
}

export function RotateToken({ token, show }: { readonly token: Token; readonly show: Show }) {
  const change = useChange();
  const me = useMe();
  return (
    <Deed
      label="Rotate"
      action={actionOfMe(me, 'rotateToken')}
      question={<>Give {token.name} a new secret?</>}
      fields={
        <>
          <Field label="The present secret stops working" path="graceSeconds">
            {(input) => (
              <select {...input} name="graceSeconds">
                {GRACES.map(([seconds, words]) => (
                  <option key={seconds} value={seconds}>
                    {words}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {life}
        </>
      }
      run={async (form, seen) => {
        const { body } = await change('POST /tokens/{token}/rotate', {
          params: { token: token.id },
          seen,
          body: { graceSeconds: Number(textOf(form, 'graceSeconds')), expiresAt: expiryOf(form) },
        });
        show({ name: body.name, token: body.token });
      }}
    />
  );
}

export function RevokeToken({ token }: { readonly token: Token }) {
  const change = useChange();
  const me = useMe();
  return (
    <Deed
      label="Revoke"
      action={actionOfMe(me, 'revokeToken')}
      question={<>Revoke {token.name}? Everything that uses it is refused within 30 seconds.</>}
      tone="danger"
      run={(_, seen) => change('DELETE /tokens/{token}', { params: { token: token.id }, seen })}
    />
  );
}
