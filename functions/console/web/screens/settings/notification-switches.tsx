// Which messages are sent, by purpose and channel. Exceptions by event type, which the API knows too, stay as they are.

import { PURPOSES } from '../../../../../entities/notifications/channel.model.ts';
import type { Output } from '../../../../client.ts';
import { useChange, useRead } from '../../app/data.ts';
import { useMe } from '../../app/tenant.tsx';
import { actionOfMe } from '../../parts/deed.tsx';
import { Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { wordsOf } from '../../parts/status.tsx';
import { type Saved, SavedForm } from './saved-form.tsx';

type Settings = Output<'GET /notification-settings'>;

const CHANNELS = { slack: 'Slack', email: 'E-mail', jira: 'Jira', linear: 'Linear', webhooks: 'Webhooks' } as const;
type Channel = keyof typeof CHANNELS;
const NAMES = Object.keys(CHANNELS) as Channel[];

const Switches = ({ settings }: { readonly settings: Settings }) => (
  <div className="table">
    <table>
      <thead>
        <tr>
          <th scope="col">Messages about</th>
          {NAMES.map((channel) => (
            <th key={channel} scope="col">
              {CHANNELS[channel]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {PURPOSES.map((purpose) => (
          <tr key={purpose}>
            <th scope="row">{wordsOf(purpose.toUpperCase())}</th>
            {NAMES.map((channel) => (
              <td key={channel}>
                <input
                  type="checkbox"
                  name={`${channel}.${purpose}`}
                  aria-label={`${purpose} by ${CHANNELS[channel]}`}
                  defaultChecked={settings[channel][purpose]}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

/** The API takes all switches at once: those that the person left alone are sent as they are now. */
function switchesOf(form: FormData, channel: Channel, { before, now }: Saved<Settings>): Settings[Channel] {
  const chosen = PURPOSES.map((purpose) => {
    const isOn = form.has(`${channel}.${purpose}`);
    return [purpose, isOn === before[channel][purpose] ? now[channel][purpose] : isOn] as const;
  });
  return { ...now[channel], ...Object.fromEntries(chosen) };
}

export function NotificationSwitches() {
  const me = useMe();
  const change = useChange();
  const read = useRead('GET /notification-settings', {});
  return (
    <Section title="Messages">
      <Shown what="the settings" read={read}>
        {(settings) => (
          <SavedForm
            label="Messages"
            action={actionOfMe(me, 'updateNotificationSettings')}
            value={settings}
            save={(form, saved) =>
              change('PUT /notification-settings', {
                body: {
                  slack: switchesOf(form, 'slack', saved),
                  email: switchesOf(form, 'email', saved),
                  jira: switchesOf(form, 'jira', saved),
                  linear: switchesOf(form, 'linear', saved),
                  webhooks: switchesOf(form, 'webhooks', saved),
                },
                seen: saved.seen,
              })
            }
          >
            {() => <Switches settings={settings} />}
          </SavedForm>
        )}
      </Shown>
    </Section>
  );
}
