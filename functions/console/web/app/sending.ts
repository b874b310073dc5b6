// The state of a form that is sent: whether it is on its way, and why it was refused.
import { type FormEvent, useState } from 'react';
import { Refusal, UNAUTHENTICATED } from './connection.ts';

export interface Sending {
  readonly isSending: boolean;
  readonly error: Refusal | null;
  /** For `onSubmit` of the form. */
  readonly submit: (event: FormEvent<HTMLFormElement>) => void;
  readonly forget: () => void;
}

/** `send` gets the fields of the form by their names. */
export function useSending(send: (form: FormData) => Promise<unknown>): Sending {
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<Refusal | null>(null);
  const run = async (form: FormData) => {
    setIsSending(true);
    setError(null);
    try {
      await send(form);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      // The page asks the person to sign in again; afterwards the form is as it was.
      if (thrown.problem.code !== UNAUTHENTICATED) setError(thrown);
    } finally {
      setIsSending(false);
    }
  };
  return {
    isSending,
    error,
    submit: (event) => {
      event.preventDefault();
      if (!isSending) void run(new FormData(event.currentTarget));
    },
    forget: () => setError(null),
  };
}

/** The fields that differ from those before, so that a change leaves alone what others may change; all if none does. */
export function changedOf<Body extends object>(body: Body, before: object): Body {
  const known = before as Readonly<Record<string, unknown>>;
  const isNew = ([name, value]: [string, unknown]) =>
    JSON.stringify(value ?? null) !== JSON.stringify(known[name] ?? null);
  const changed = Object.entries(body).filter(isNew);
  return changed.length === 0 ? body : (Object.fromEntries(changed) as Body);
}

/** The text of a field, trimmed; undefined if it is empty, as optional fields of the API want it. */
export function textOf(form: FormData, name: string): string | undefined {
  const text = String(form.get(name) ?? '').trim();
  return text === '' ? undefined : text;
}
