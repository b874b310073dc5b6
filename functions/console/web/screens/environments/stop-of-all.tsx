// The emergency stop of all environments: whether it is in force, and its deeds.
import type { Refusal } from '../../app/connection.ts';
import { useChange, useRead } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { useMe } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { ReasonField } from '../../parts/field.tsx';
import { Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';

export const StopReason = ({ error }: { readonly error: Refusal | null }) => (
  <ReasonField error={error} askedFor="Everybody in the tenant reads it." />
);

interface StopNoticeProps {
  readonly stop: { readonly reason: string; readonly at: string; readonly byName: string };
}

export const StopNotice = ({ stop: { reason, at, byName } }: StopNoticeProps) => (
  <div className="notice stop">
    <p>
      <Status status="STOPPED" tone="bad" /> by {byName} <Time at={at} />: nothing begins until a lead lifts the stop.
    </p>
    <p className="prose">{reason}</p>
  </div>
);

export function StopOfAll() {
  const me = useMe();
  const change = useChange();
  const read = useRead('GET /emergency-stop', {});
  return (
    <Section title="Emergency stop">
      <Shown what="the emergency stop" read={read}>
        {({ stop }) =>
          stop ? (
            <>
              <StopNotice stop={stop} />
              <Deed
                label="Lift the stop of all"
                action={actionOfMe(me, 'liftEmergencyStop')}
                question="Lift the emergency stop of all environments? Those with a stop of their own stay stopped."
                tone="main"
                run={() => change('DELETE /emergency-stop', {})}
              />
            </>
          ) : (
            <>
              <p>No stop of all environments is in force.</p>
              <Deed
                label="Stop all environments"
                action={actionOfMe(me, 'setEmergencyStop')}
                question="Stop all environments in an emergency? Nothing begins anywhere until a lead lifts the stop."
                fields={(error) => <StopReason error={error} />}
                tone="danger"
                run={(form) => change('POST /emergency-stop', { body: { reason: textOf(form, 'reason') ?? '' } })}
              />
            </>
          )
        }
      </Shown>
    </Section>
  );
}
