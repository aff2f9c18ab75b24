import { Menu as Base } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { cx } from './cx.ts';

const row =
  'flex w-full cursor-default items-center gap-2 rounded-sm px-2 py-1.5 text-left outline-none select-none data-[highlighted]:bg-hover pointer-coarse:py-2.5';

/** A menu whose trigger is a link to `fallback`, the page that offers the same without JavaScript. */
export function Menu({
  label,
  fallback,
  trigger,
  className,
  children,
}: {
  label: string;
  fallback: string;
  trigger: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Base.Root>
      <Base.Trigger
        nativeButton={false}
        render={
          <a href={fallback} aria-label={label} onClick={(event) => event.preventDefault()}>
            {trigger}
          </a>
        }
        className={cx('rounded-md hover:bg-hover data-[popup-open]:bg-hover', className)}
      />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" className="z-50">
          <Base.Popup className="max-h-[70vh] min-w-52 animate-in overflow-y-auto rounded-md border bg-raised p-1 shadow-pop outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuLink({ to, icon: Icon, children }: { to: string; icon?: LucideIcon; children: ReactNode }) {
  return (
    <Base.Item className={row} render={<Link to={to} />} nativeButton={false}>
      {Icon && <Icon aria-hidden size={14} className="text-muted" />}
      {children}
    </Base.Item>
  );
}

/** Something to do; `onSelect` runs on click and Enter. */
export function MenuAction({
  onSelect,
  icon: Icon,
  current,
  children,
}: {
  onSelect: () => void;
  icon?: LucideIcon;
  current?: boolean;
  children: ReactNode;
}) {
  return (
    <Base.Item className={row} onClick={onSelect} aria-current={current || undefined}>
      {Icon && <Icon aria-hidden size={14} className="text-muted" />}
      {children}
    </Base.Item>
  );
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group className="border-t py-1 first:border-0 first:pt-0 last:pb-0">
      <Base.GroupLabel className="px-2 py-1 text-2xs font-medium text-faint">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}
