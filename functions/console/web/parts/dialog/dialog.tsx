// A question before a deed: a native modal dialog, which Esc closes and which gives the focus back.
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';

interface DialogProps {
  readonly title: string;
  readonly close: () => void;
  /** Hides the page below. */
  readonly isOpaque?: boolean;
  readonly children: ReactNode;
}

/** Open as long as it is rendered. It is no child of its row in the document: a row that moves would close it. */
export function Dialog({ title, close, isOpaque = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      // Before it leaves the page: only a dialog that closes gives the focus back.
      shown?.close();
      if (document.activeElement === document.body) document.querySelector('h1')?.focus();
    };
  }, []);
  return createPortal(
    <dialog
      ref={dialog}
      className={isOpaque ? 'opaque' : undefined}
      aria-label={title}
      onClose={close}
      onCancel={(event) => {
        // The browser would close it before the page knows: a key pressed in between would open nothing.
        event.preventDefault();
        close();
      }}
    >
      <h2>{title}</h2>
      {children}
    </dialog>,
    document.body,
  );
}
