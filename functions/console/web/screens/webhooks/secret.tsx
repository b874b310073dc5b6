// A secret that the API answers once: shown until the person closes it, and kept nowhere.
import { Copyable } from '../../parts/copyable.tsx';
import { Dialog } from '../../parts/dialog.tsx';

interface SecretProps {
  /** Null when a repeated request made no new one. */
  readonly secret: string | null;
  readonly close: () => void;
}

export const Secret = ({ secret, close }: SecretProps) => (
  <Dialog title="The secret of the webhook" close={close}>
    {secret === null ? (
      <p>The secret was shown before. Rotate it to get a new one.</p>
    ) : (
      <>
        <p>Store it at the receiver now: it is not shown again.</p>
        <Copyable text={secret} />
      </>
    )}
    <div className="buttons">
      <button type="button" className="main" onClick={close}>
        I have stored it
      </button>
    </div>
  </Dialog>
);
