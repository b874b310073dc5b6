// Name, slug and time zone of the tenant.
import { useChange, useRead } from '../../app/data.ts';
import { changedOf, textOf } from '../../app/sending.ts';
import { useMe } from '../../app/tenant.tsx';
import { actionOfMe } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { Section } from '../../parts/page.tsx';
import { ZoneField } from '../../parts/schedule/schedule-fields.tsx';
import { Shown } from '../../parts/shown.tsx';
import { SavedForm } from './saved-form.tsx';

export function TenantSettings() {
  const me = useMe();
  const change = useChange();
  const read = useRead('GET /tenant', {});
  return (
    <Section title="Tenant">
      <Shown what="the tenant" read={read}>
        {(tenant) => (
          <SavedForm
            label="Tenant"
            action={actionOfMe(me, 'updateTenant')}
            value={tenant}
            save={(form, { before, seen }) => {
              const body = {
                name: textOf(form, 'name') ?? '',
                slug: textOf(form, 'slug') ?? '',
                timeZone: textOf(form, 'timeZone') ?? '',
              };
              return change('PATCH /tenant', { body: changedOf(body, before), seen });
            }}
          >
            {(error) => (
              <>
                <Field label="Name" path="name" error={error}>
                  {(input) => <input {...input} name="name" required maxLength={100} defaultValue={tenant.name} />}
                </Field>
                <Field
                  label="Slug"
                  path="slug"
                  error={error}
                  hint={`In addresses of the API and the console; earlier slugs stay valid${tenant.aliases.length > 0 ? `: ${tenant.aliases.join(', ')}` : ''}`}
                >
                  {(input) => <input {...input} name="slug" required maxLength={40} defaultValue={tenant.slug} />}
                </Field>
                <ZoneField error={error} zone={tenant.timeZone} hint="For days without a time, such as due dates" />
              </>
            )}
          </SavedForm>
        )}
      </Shown>
    </Section>
  );
}
