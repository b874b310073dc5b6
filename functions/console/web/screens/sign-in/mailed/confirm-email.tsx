// Confirms an address from its mailed link. By a button: programs that check mails open links, and must not use them up.
import { useState } from 'react';
import { Link } from 'react-router';
import { ask } from '../../../app/connection.ts';
import { useSending } from '../../../app/sending.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Page } from '../../../parts/page.tsx';
import { ProblemBox } from '../../../parts/problem.tsx';
import { SecretField, useMailedSecret } from './secret.tsx';

export function ConfirmEmail() {
  const { slug, client } = useTenant();
  const secret = useMailedSecret();
  const [isDone, setIsDone] = useState(false);
  const { isSending, error, submit } = useSending(async (form) => {
    await ask(client, 'POST /email-confirmations', { body: { secret: String(form.get('secret')) } });
    setIsDone(true);
  });
  return (
    <main className="narrow">
      <Page title="Confirm your address">
        {isDone ? (
          <p className="notice" role="status">
            The address is confirmed. <Link to={`/${slug}`}>Open Windlass</Link>
          </p>
        ) : (
          <form onSubmit={submit}>
            <SecretField secret={secret} />
            {error && <ProblemBox error={error} />}
            <button type="submit" className="main" disabled={isSending}>
              Confirm the address
            </button>
          </form>
        )}
      </Page>
    </main>
  );
}
