// Asks for the organization when neither the address nor this browser names one.
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { Field } from '../../parts/field.tsx';
import { Page } from '../../parts/page.tsx';

export function AnyTenant() {
  const [tenant, setTenant] = useState('');
  const navigate = useNavigate();
  const go = (event: FormEvent) => {
    event.preventDefault();
    void navigate(`/${encodeURIComponent(tenant.trim())}`);
  };
  return (
    <main className="narrow">
      <Page title="Windlass">
        <form onSubmit={go}>
          <Field label="Organization" path="tenant" hint="Its short name, as in the addresses of the API.">
            {(input) => (
              <input {...input} required value={tenant} onChange={(event) => setTenant(event.target.value)} />
            )}
          </Field>
          <button type="submit" className="main">
            Continue
          </button>
        </form>
      </Page>
    </main>
  );
}
