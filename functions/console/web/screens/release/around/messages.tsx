// The messages about a release: which were delivered, which failed and why.
import { useChange, useList } from '../../../app/data.ts';
import { Deed } from '../../../parts/deed.tsx';
import { Empty } from '../../../parts/loading.tsx';
import { Section } from '../../../parts/page.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { Status, wordsOf } from '../../../parts/status.tsx';
import { Time } from '../../../parts/time.tsx';

/** `comment:APP-2` becomes `comment on APP-2`. */
const wordsOfPurpose = (purpose: string): string => purpose.replace(':', ' on ');

export function Messages({ releaseId }: { readonly releaseId: string }) {
  const change = useChange();
  const list = useList('GET /releases/{release}/notifications', { params: { release: releaseId } });
  return (
    <Section title="Messages">
      <Listed what="messages" list={list} empty={<Empty title="Nothing was told yet." />}>
        {(items) => (
          <ul className="rows">
            {items.map((message) => (
              <li key={message.id}>
                <span>
                  {wordsOf(message.channel)}: {wordsOfPurpose(message.purpose)} <Status status={message.status} />{' '}
                  <Time at={message.at} />
                  {message.error && <span className="bad"> {message.error}</span>}
                </span>
                <Deed
                  label="Send again"
                  action={
                    // A message that arrived needs no deed.
                    message.status === 'SENT'
                      ? undefined
                      : message.actions?.find(({ name }) => name === 'redeliverNotification')
                  }
                  question={
                    <>
                      Send the message about {wordsOfPurpose(message.purpose)} to {wordsOf(message.channel)} again?
                    </>
                  }
                  run={() =>
                    change('POST /releases/{release}/notifications/{notification}/redeliver', {
                      params: { release: releaseId, notification: message.id },
                    })
                  }
                />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}
