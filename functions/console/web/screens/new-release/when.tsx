// The dates of a new release, and whether its submission waits for people.
import type { Refusal } from '../../app/connection.ts';
import { Section } from '../../parts/page.tsx';
import { Switch, Text } from './inputs.tsx';
import type { Start } from './start.ts';

interface WhenProps {
  readonly start: Start;
  readonly error: Refusal | null;
}

export const When = ({ start, error }: WhenProps) => (
  <Section title="Dates and submission">
    <Text
      label="Planned start (optional)"
      name="plannedDate"
      type="datetime-local"
      error={error}
      hint="In the time zone of the tenant."
    />
    <Switch label="Kick off automatically at the planned start" name="autoKickoff" />
    <Text
      label="Due (optional)"
      name="targetReleaseDate"
      type="date"
      error={error}
      hint="The release is late after this day."
    />
    <Text
      label="Submit to the stores no sooner than (optional)"
      name="submitAt"
      type="datetime-local"
      error={error}
      hint="In the time zone of this browser."
    />
    <Switch label="A person submits to the stores" name="manualSubmission" start={start.manualSubmission} />
    <Switch
      label="Submit only after a person has written release notes"
      name="waitForNotes"
      start={start.waitForNotes}
    />
  </Section>
);
