import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { cx } from '../ui/cx.ts';
import { findPlaces, type Place } from './navigation.ts';

type Props = {
  places: Place[];
  /** Places that are asked for when the palette opens. */
  more: () => Promise<Place[]>;
};

/** Ctrl+K: type a few letters of a place, press Enter. There only once the browser runs it. */
export function JumpTo({ places, more }: Props) {
  const [ready, setReady] = useState(false);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [others, setOthers] = useState<Place[]>([]);
  const navigate = useNavigate();
  useEffect(() => {
    setReady(true);
    const key = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, []);
  useEffect(() => {
    if (!open) return;
    // A palette that was closed meanwhile, or is for another installation, does not want the answer.
    let isWanted = true;
    void more().then((found) => isWanted && setOthers(found));
    return () => {
      isWanted = false;
    };
  }, [open, more]);
  // What is chosen with the arrow keys stays in sight.
  useEffect(() => {
    if (open) document.getElementById(`jump-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [open, at]);
  const found = findPlaces([...places, ...others], text);
  const show = (next: boolean) => {
    setOpen(next);
    setText('');
    setAt(0);
  };
  const go = (to: Place | undefined) => {
    if (!to) return;
    show(false);
    void navigate(to.to);
  };
  if (!ready) return null;
  return (
    <Dialog.Root open={open} onOpenChange={show}>
      <Dialog.Trigger className="flex h-7.5 items-center gap-2 rounded-md px-2 text-muted hover:bg-hover hover:text-ink">
        <Search aria-hidden size={15} />
        Jump to
        <kbd className="ml-auto rounded-sm border bg-surface px-1 font-sans text-2xs text-faint">Ctrl K</kbd>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup className="fixed top-[14vh] left-1/2 z-50 w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-lg border bg-raised shadow-pop">
          <Dialog.Title className="sr-only">Jump to</Dialog.Title>
          <input
            role="combobox"
            aria-expanded
            aria-controls="jump-list"
            aria-activedescendant={found[at] ? `jump-${at}` : undefined}
            aria-label="Place"
            placeholder="Where to?"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') go(found[at]);
              else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
              else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
              else return;
              event.preventDefault();
            }}
            className="w-full border-b bg-transparent px-4 py-3 text-base outline-none placeholder:text-faint"
          />
          <div id="jump-list" role="listbox" aria-label="Places" className="max-h-80 overflow-y-auto p-1">
            {found.map((place, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field above, which keeps the focus
              <div
                key={place.to}
                id={`jump-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                onMouseMove={() => setAt(index)}
                onClick={() => go(place)}
                className={cx('flex cursor-pointer items-center gap-2.5 rounded-md px-3 py-2', index === at && 'bg-hover')}
              >
                <place.icon aria-hidden size={15} className="text-muted" />
                {place.label}
                {place.kind && <span className="ml-auto text-xs text-faint">{place.kind}</span>}
              </div>
            ))}
            {found.length === 0 && <p className="px-3 py-4 text-muted">No place is called that.</p>}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
