// The join token of an agent, which the API answers once: shown with the command that starts the agent, and kept nowhere.
import { Copyable } from '../../parts/copyable.tsx';
import { Dialog } from '../../parts/dialog/dialog.tsx';
import { Time } from '../../parts/time.tsx';

export interface Joining {
  readonly name: string;
  /** Null when a repeated request made no new one. */
  readonly joinToken: string | null;
  readonly joinExpiresAt: string | null;
}

interface JoinProps {
  readonly joining: Joining;
  readonly close: () => void;
}

export function Join({ joining: { name, joinToken, joinExpiresAt }, close }: JoinProps) {
  const command = `npm run agent -- --url ${location.origin} --token ${joinToken} --capabilities shell --command './deploy.sh'`;
  return (
    <Dialog title={`Start the agent ${name}`} close={close}>
      {joinToken === null ? (
        <p>The answer with the join token was lost, and no other has it. Renew it to get a new one.</p>
      ) : (
        <>
          <p>
            Copy it now: the join token is not shown again.
            {joinExpiresAt !== null && (
              <>
                {' '}
                It registers one agent, and ends <Time at={joinExpiresAt} />.
              </>
            )}
          </p>
          <p>
            <Copyable text={joinToken} />
          </p>
          <p>
            The reference agent starts with this command in the network of its targets, and runs deploy.sh for each
            task:
          </p>
          <p>
            <Copyable text={command} />
          </p>
        </>
      )}
      <div className="buttons">
        <button type="button" className="main" onClick={close}>
          {joinToken === null ? 'Close' : 'I have copied it'}
        </button>
      </div>
    </Dialog>
  );
}
