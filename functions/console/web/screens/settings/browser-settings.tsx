// The choices that this browser keeps for the person: times of its own zone or in UTC.
import { useState } from 'react';
import { keep, kept } from '../../app/memory.ts';
import { Section } from '../../parts/page.tsx';
import { absolute } from '../../parts/time.tsx';

export function BrowserSettings() {
  const [isUtc, setIsUtc] = useState(kept('utc') === 'true');
  const choose = (wanted: boolean) => {
    keep('utc', String(wanted));
    setIsUtc(wanted);
  };
  return (
    <Section title="This browser">
      <label className="inline">
        <input type="checkbox" checked={isUtc} onChange={({ target }) => choose(target.checked)} />
        Show times in UTC
      </label>
      <p className="small">The time now: {absolute(Date.now())}</p>
    </Section>
  );
}
