// The deed that creates a thing, and then opens the screen of it.
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { Refusal } from '../../app/connection.ts';
import { useChange } from '../../app/data.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../deed.tsx';

interface CreationProps {
  readonly label: string;
  /** The name of the operation. */
  readonly operation: string;
  readonly question: string;
  readonly fields: (error: Refusal | null) => ReactNode;
  /** Answers the path of the new thing's screen, below the tenant. */
  readonly create: (form: FormData, change: ReturnType<typeof useChange>) => Promise<string>;
}

export function Creation({ label, operation, question, fields, create }: CreationProps) {
  const { slug } = useTenant();
  const me = useMe();
  const change = useChange();
  const navigate = useNavigate();
  return (
    <Deed
      label={label}
      action={actionOfMe(me, operation)}
      question={question}
      fields={fields}
      tone="main"
      run={async (form) => void navigate(`/${slug}/${await create(form, change)}`)}
    />
  );
}
