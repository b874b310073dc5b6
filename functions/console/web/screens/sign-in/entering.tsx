// The ways in that several pages share: by password, with a passkey after it where one is needed, then on to the page that was asked for.
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Output } from '../../../../client.ts';
import { ask } from '../../app/connection.ts';
import { useSending } from '../../app/sending.ts';
import { noteNewSecret } from '../../app/session.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Field } from '../../parts/field.tsx';
import { ProblemBox } from '../../parts/problem.tsx';
import { makePasskey, signWithPasskey } from './passkey.ts';

/** Goes on in the session that has begun. */
type Enter = () => Promise<void>;
type Step = Extract<Output<'POST /sessions'>, { step: string }>;

/** Only an address of this console: a link must not lead a person elsewhere after signing in. */
export const nextOf = (given: string | null | undefined, slug: string): string =>
  given?.startsWith(`/${slug}/`) && !given.startsWith('//') ? given : `/${slug}`;

/** Leads into the console after a session has begun; nothing of an earlier one stays in memory. */
export function useEnter(): (next: string) => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async (next) => {
    queries.clear();
    noteNewSecret();
    await navigate(next, { replace: true });
  };
}

interface PasswordSignIn {
  /** The step that is still to be done. */
  readonly step: Step | undefined;
  readonly signIn: (login: string, password: string) => Promise<void>;
}

export function usePasswordSignIn(enter: Enter): PasswordSignIn {
  const { client } = useTenant();
  const [step, setStep] = useState<Step>();
  const signIn = async (login: string, password: string) => {
    const { body } = await ask<Output<'POST /sessions'>>(client, 'POST /sessions', { body: { login, password } });
    if ('step' in body) setStep(body);
    else await enter();
  };
  return { step, signIn };
}

/** Asks the person for the passkey; a button, because browsers want a deed of the person. */
export function PasskeyStep({ step, enter }: { readonly step: Step; readonly enter: Enter }) {
  const { client } = useTenant();
  const isFirst = step.step !== 'PASSKEY';
  const { isSending, error, submit } = useSending(async () => {
    const answer = await (isFirst ? makePasskey : signWithPasskey)(step.options);
    await ask(client, 'POST /sign-ins/{signIn}/passkey', {
      params: { signIn: step.id },
      body: { secret: step.secret, answer },
    });
    await enter();
  });
  return (
    <form onSubmit={submit}>
      <p>
        {isFirst
          ? 'Your organization wants a passkey besides the password. Make one on this device, or on a security key.'
          : 'Your password is right. Confirm the sign-in with your passkey.'}
      </p>
      {error && <ProblemBox error={error} />}
      <button type="submit" className="main" disabled={isSending}>
        {isFirst ? 'Make a passkey' : 'Use the passkey'}
      </button>
    </form>
  );
}

interface PasswordFormProps {
  readonly enter: Enter;
  /** Below the form, not beside the step after it. */
  readonly children: ReactNode;
}

export function PasswordForm({ enter, children }: PasswordFormProps) {
  const { step, signIn } = usePasswordSignIn(enter);
  const { isSending, error, submit } = useSending((form) =>
    signIn(String(form.get('login')), String(form.get('password'))),
  );
  if (step) return <PasskeyStep step={step} enter={enter} />;
  return (
    <>
      <form onSubmit={submit}>
        <Field label="E-mail or username" path="login" error={error}>
          {(input) => <input {...input} name="login" autoComplete="username" required />}
        </Field>
        <Field label="Password" path="password" error={error}>
          {(input) => <input {...input} name="password" type="password" autoComplete="current-password" required />}
        </Field>
        {error && <ProblemBox error={error} />}
        <button type="submit" className="main" disabled={isSending}>
          {isSending ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
      {children}
    </>
  );
}
