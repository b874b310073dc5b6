// A secret that the API answers once: shown until the person closes it, and kept nowhere.
import { Copyable } from '../copyable.tsx';
import { Dialog } from './dialog.tsx';

interface SecretProps {
  /** The secret's owner, for people. */
  readonly of: string;
  /** Null when a repeated request made no new one. */
  readonly secret: string | null;
  readonly close: () => void;
}

export const Secret = ({ of, secret, close }: SecretProps) => (
  <Dialog title={`The secret of ${of}`} close={close}>
    {secret === null ? (
      <p>The answer with the secret was lost, and no other has it. Rotate it to get a new one.</p>
    ) : (
      <>
        <p>Store it now: it is not shown again.</p>
        <p>
          <Copyable text={secret} />
        </p>
      </>
    )}
    <div className="buttons">
      <button type="button" className="main" onClick={close}>
        {secret === null ? 'Close' : 'I have stored it'}
      </button>
    </div>
  </Dialog>
);
