// The session under way: it is heard when it ended, and its secret is renewed after an hour of use.
import { useEffect, useState } from 'react';
import type { Client } from '../../../client.ts';
import { ask, onUnauthenticated } from './connection.ts';
import { keep, kept } from './memory.ts';

const ROTATED_EVERY_MS = 3_600_000;

/** A new session has a new secret. */
export const noteNewSecret = (): void => keep('rotated', String(Date.now()));

interface Ended {
  /** True from the first answer that knows no session of this page until `resume`. */
  readonly isOver: boolean;
  readonly resume: () => void;
}

export function useEnded(): Ended {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => onUnauthenticated(() => setIsOver(true)), []);
  return { isOver, resume: () => setIsOver(false) };
}

/** Rotates the session with the first key or click an hour after the last rotation, in one tab of this browser. */
export function useRotation(client: Client): void {
  useEffect(() => {
    if (kept('rotated') === undefined) noteNewSecret();
    const onUse = () => {
      if (Date.now() - Number(kept('rotated')) < ROTATED_EVERY_MS) return;
      noteNewSecret();
      // A rotation that fails leaves the secret as it is; the next hour brings another one.
      ask(client, 'POST /sessions/current/rotate', {}).catch(() => undefined);
    };
    document.addEventListener('pointerdown', onUse);
    document.addEventListener('keydown', onUse);
    return () => {
      document.removeEventListener('pointerdown', onUse);
      document.removeEventListener('keydown', onUse);
    };
  }, [client]);
}
