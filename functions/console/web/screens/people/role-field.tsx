// The choice of a member's role: at most the own one, as the API grants it.
import { coversRole } from '../../../../../entities/access/rights.model.ts';
import { ROLES, type Role } from '../../../../../entities/names.ts';
import { textOf } from '../../app/sending.ts';
import { useMe } from '../../app/tenant.tsx';
import { Field } from '../../parts/field.tsx';
import { wordsOf } from '../../parts/status.tsx';

type MemberRole = Exclude<Role, 'CI'>;
export const MEMBER_ROLES: readonly MemberRole[] = ROLES.filter((role) => role !== 'CI');

export const roleIn = (form: FormData) => textOf(form, 'role') as MemberRole;

export function RoleField({ present = 'DEVELOPER' }: { readonly present?: MemberRole }) {
  const me = useMe();
  return (
    <Field label="Role" path="role">
      {(input) => (
        <select {...input} name="role" defaultValue={present}>
          {MEMBER_ROLES.filter((role) => coversRole(me.role, role)).map((role) => (
            <option key={role} value={role}>
              {wordsOf(role)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
