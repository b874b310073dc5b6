// The search of the whole console: a dialog that a button and the key `/` open.
import { useEffect, useState } from 'react';
import { keep, kept } from '../../app/memory.ts';
import { Dialog } from '../../parts/dialog/dialog.tsx';
import { Found } from './found.tsx';

const PAUSE_MS = 250;

/** The text when its typing has paused, so that not every letter is asked for. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** WCAG 2.1.4: a key of one character can be switched off. */
function SlashChoice() {
  const [isOn, setIsOn] = useState(isSlashOn);
  const choose = (chosen: boolean) => {
    keep('slash', String(chosen));
    setIsOn(chosen);
  };
  return (
    <label className="choice small">
      <input type="checkbox" checked={isOn} onChange={({ target }) => choose(target.checked)} />
      The key / opens this search
    </label>
  );
}

const isSlashOn = (): boolean => kept('slash') !== 'false';
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null;

function SearchDialog({ close }: { readonly close: () => void }) {
  const [text, setText] = useState('');
  const settled = useSettled(text.trim());
  return (
    <Dialog title="Search" close={close}>
      <label>
        Release, version, service, commit or ticket
        <input value={text} autoComplete="off" onChange={({ target }) => setText(target.value)} />
      </label>
      {settled.length > 1 && <Found text={settled} close={close} />}
      <SlashChoice />
      <button type="button" onClick={close}>
        Close
      </button>
    </Dialog>
  );
}

export function Search() {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!isSlashOn() || isTyping(event.target)) return;
      event.preventDefault();
      setIsOpen(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button type="button" className="quiet" onClick={() => setIsOpen(true)}>
        Search <kbd>/</kbd>
      </button>
      {isOpen && <SearchDialog close={() => setIsOpen(false)} />}
    </>
  );
}
