// Signing in again over a screen whose session has ended. The screen stays below, hidden, with everything that was typed into it.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ask } from '../../app/connection.ts';
import { noteNewSecret } from '../../app/session.ts';
import { type Me, useTenant } from '../../app/tenant.tsx';
import { Dialog } from '../../parts/dialog/dialog.tsx';
import { PasswordForm } from './entering.tsx';

interface SignInAgainProps {
  /** The person whose session has ended. */
  readonly me: Me;
  readonly resume: () => void;
}

export function SignInAgain({ me, resume }: SignInAgainProps) {
  const { slug, client } = useTenant();
  const queries = useQueryClient();
  const [attempt, setAttempt] = useState(0);
  const goOn = async () => {
    const answer = await ask<Me>(client, 'GET /me', {});
    noteNewSecret();
    // Another person sees nothing of what was typed before.
    if (answer.body.actor.id !== me.actor.id) return window.location.reload();
    resume();
    await queries.invalidateQueries();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it looks when it appears and whenever the person comes back to this tab
  useEffect(() => {
    const look = () => void goOn().catch(() => undefined);
    look();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, []);
  return (
    <Dialog key={attempt} title="Sign in again" isOpaque close={() => setAttempt(attempt + 1)}>
      <p role="status">
        Your session has ended. Sign in again to go on where you were: what you typed is still here. Send again what was
        not stored yet.
      </p>
      <PasswordForm enter={goOn}>
        <p>
          <a href={`/console/${slug}/sign-in`} target="_blank" rel="noopener">
            Sign in another way, in a new tab
          </a>
          , then come back.
        </p>
      </PasswordForm>
    </Dialog>
  );
}
