import type { LucideIcon } from 'lucide-react';
import { LoaderCircle } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Link, useNavigation } from 'react-router';
import { cx } from './cx.ts';
import { usePressOnce } from './press-once.ts';

type Look = { variant?: 'primary' | 'secondary' | 'quiet' | 'danger'; size?: 'sm' | 'md'; icon?: LucideIcon };

const variants = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  secondary: 'bg-surface text-ink border-line-strong hover:bg-hover',
  quiet: 'bg-transparent text-muted border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-surface text-bad border-line-strong hover:bg-bad-tint hover:border-bad',
};

function looks({ variant = 'secondary', size = 'md' }: Look): string {
  return cx(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors',
    'disabled:opacity-55 aria-disabled:cursor-default pointer-coarse:min-h-10',
    size === 'sm' ? 'h-7 px-2 text-xs' : 'h-8 px-3 text-sm',
    variants[variant],
  );
}

export function Button({ variant, size, icon: Icon, className, children, type = 'button', ...rest }: Look & ComponentProps<'button'>) {
  return (
    <button type={type} className={cx(looks({ variant, size }), className)} {...rest}>
      {Icon && <Icon aria-hidden size={14} />}
      {children}
    </button>
  );
}

/** A link that looks like a button: for going somewhere, not for changing something. */
export function ButtonLink({ variant, size, icon: Icon, className, children, ...rest }: Look & ComponentProps<typeof Link>) {
  return (
    <Link prefetch="intent" className={cx(looks({ variant, size }), className)} {...rest}>
      {Icon && <Icon aria-hidden size={14} />}
      {children}
    </Link>
  );
}

/** A button with only an icon: `label` is its name for screen readers and the tooltip of the browser. */
export function IconButton({ icon: Icon, label, className, ...rest }: { icon: LucideIcon; label: string } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={cx(
        'inline-grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink pointer-coarse:size-10',
        className,
      )}
      {...rest}
    >
      <Icon aria-hidden size={15} />
    </button>
  );
}

/**
 * Submits the form around it and shows that its own submission is under way. `name` and `value` tell forms with several intents apart.
 * While busy a further press does nothing; it is not disabled, for that would drop focus.
 */
export function SubmitButton({ busy, children, onClick, ...rest }: Look & ComponentProps<'button'> & { busy?: ReactNode }) {
  const navigation = useNavigation();
  const pressOnce = usePressOnce();
  const sent = navigation.formData;
  const mine = sent !== undefined && (rest.name === undefined || sent.get(rest.name) === String(rest.value ?? ''));
  return (
    <Button
      variant="primary"
      {...rest}
      type="submit"
      aria-busy={mine}
      aria-disabled={mine}
      onClick={(event) => {
        pressOnce(event);
        onClick?.(event);
      }}
    >
      {mine && <LoaderCircle aria-hidden size={14} className="animate-spin" />}
      {mine && busy ? busy : children}
    </Button>
  );
}
