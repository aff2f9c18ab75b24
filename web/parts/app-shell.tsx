import { ArrowLeftRight, Check, ChevronsUpDown, CircleUser, LogOut, Menu as MenuIcon, Monitor, Moon, Plus, Sun, X } from 'lucide-react';
import { Fragment, type ReactNode, useCallback, useEffect, useRef } from 'react';
import { Link, NavLink, useLocation, useNavigation, useSubmit } from 'react-router';
import { cx } from '../ui/cx.ts';
import { Menu, MenuAction, MenuGroup, MenuLink } from '../ui/menu.tsx';
import { JumpTo } from './jump-to.tsx';
import { installationPlaces, isWithin, orgPlaces, type Place } from './navigation.ts';
import { MayChange } from './rights.tsx';
import { type Theme, themeWords } from './theme.ts';
import { Mark, Wordmark } from './wordmark.tsx';

export type Shell = {
  user: { name: string; email: string };
  orgs: { id: string; name: string }[];
  orgId: string | undefined;
  theme: Theme;
  /** An owner or admin. */
  mayManage: boolean;
  /** Not a viewer. */
  mayChange: boolean;
};

/** The frame of every signed-in page: a column of places on wide screens, a bar with a sheet on narrow ones. */
export function AppShell({
  shell,
  installation,
  children,
}: {
  shell: Shell;
  installation: { id: string; name: string } | undefined;
  children: ReactNode;
}) {
  const places = installation ? installationPlaces(installation.id) : [];
  const id = installation?.id;
  const more = useCallback(
    async () => (id ? (await import('./all-places.ts')).morePlaces(id, shell.mayChange) : []),
    [id, shell.mayChange],
  );
  return (
    <div className="md:grid md:min-h-dvh md:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2"
      >
        Skip to the page
      </a>
      <Progress />
      <aside className="sticky top-0 hidden h-dvh flex-col gap-4 overflow-y-auto border-r bg-sunken p-3 md:flex">
        <Link to="/installations" className="rounded-md px-1.5 py-1">
          <Wordmark />
        </Link>
        <OrgSwitcher shell={shell} />
        <Places shell={shell} installation={installation} />
        <div className="mt-auto grid gap-1">
          <JumpTo places={[...places, ...orgPlaces(shell.mayManage)]} more={more} />
          <UserMenu shell={shell} />
        </div>
      </aside>
      <NarrowBar shell={shell} installation={installation} />
      <main id="main" tabIndex={-1} className="mx-auto grid w-full max-w-6xl content-start gap-5 px-4 py-5 outline-none sm:px-6 md:py-7">
        <MayChange value={shell.mayChange}>{children}</MayChange>
      </main>
    </div>
  );
}

function Places({ shell, installation }: { shell: Shell; installation: { id: string; name: string } | undefined }) {
  const org = shell.orgs.find(({ id }) => id === shell.orgId);
  return (
    <nav aria-label="Main" className="grid gap-4">
      {installation && <PlaceList title={installation.name} places={installationPlaces(installation.id)} />}
      {org && <PlaceList title={installation ? org.name : undefined} places={orgPlaces(shell.mayManage)} />}
    </nav>
  );
}

function PlaceList({ title, places }: { title: string | undefined; places: Place[] }) {
  const { pathname } = useLocation();
  return (
    <div className="grid gap-px">
      {title && (
        <p className="truncate px-2 pb-1 text-2xs font-medium text-faint" title={title}>
          {title}
        </p>
      )}
      {places.map((place) => (
        <Fragment key={place.to}>
          <PlaceLink place={place} />
          {isWithin(place, pathname) && place.inside?.map((inner) => <PlaceLink key={inner.to} place={inner} isInside />)}
        </Fragment>
      ))}
    </div>
  );
}

function PlaceLink({ place: { to, label, icon: Icon, end }, isInside }: { place: Place; isInside?: boolean }) {
  return (
    <NavLink
      to={to}
      end={end ?? false}
      prefetch="intent"
      className={({ isActive }) =>
        cx(
          'flex h-7.5 items-center gap-2 rounded-md px-2 pointer-coarse:h-10',
          isInside && 'ml-4.5',
          isActive ? 'bg-surface font-medium text-ink shadow-[0_0_0_1px_var(--color-line)]' : 'text-muted hover:bg-hover hover:text-ink',
        )
      }
    >
      {({ isActive }) => (
        <>
          <Icon aria-hidden size={isInside ? 14 : 15} className={isActive ? 'text-accent' : undefined} />
          {label}
        </>
      )}
    </NavLink>
  );
}

function OrgSwitcher({ shell }: { shell: Shell }) {
  const submit = useSubmit();
  const org = shell.orgs.find(({ id }) => id === shell.orgId);
  return (
    <Menu
      label={`Organization: ${org?.name ?? 'none'}`}
      fallback="/account"
      trigger={
        <span className="flex items-center gap-2 rounded-md border bg-surface px-2 py-1.5">
          <span
            aria-hidden
            className="grid size-5 place-items-center rounded-sm bg-accent-tint text-2xs font-semibold text-accent uppercase"
          >
            {(org?.name ?? '?').slice(0, 1)}
          </span>
          <span className="min-w-0 flex-1 truncate font-medium">{org?.name ?? 'No organization'}</span>
          <ChevronsUpDown aria-hidden size={14} className="text-faint" />
        </span>
      }
    >
      <MenuGroup label="Organizations">
        {shell.orgs.map(({ id, name }) => (
          <MenuAction
            key={id}
            icon={id === shell.orgId ? Check : ArrowLeftRight}
            current={id === shell.orgId}
            onSelect={() => void submit({ orgId: id }, { method: 'post', action: '/orgs/switch' })}
          >
            {name}
          </MenuAction>
        ))}
      </MenuGroup>
      <MenuGroup label="More">
        <MenuLink to="/orgs/new" icon={Plus}>
          New organization
        </MenuLink>
      </MenuGroup>
    </Menu>
  );
}

const themeIcons = { system: Monitor, light: Sun, dark: Moon };

function UserMenu({ shell }: { shell: Shell }) {
  const submit = useSubmit();
  const { pathname } = useLocation();
  return (
    <Menu
      label={`Account of ${shell.user.name}`}
      fallback="/account"
      trigger={
        <span className="flex items-center gap-2 px-2 py-1.5">
          <CircleUser aria-hidden size={15} className="text-muted" />
          <span className="min-w-0 flex-1 truncate">{shell.user.name}</span>
        </span>
      }
    >
      <MenuGroup label={shell.user.email}>
        <MenuLink to="/account" icon={CircleUser}>
          Account
        </MenuLink>
      </MenuGroup>
      <MenuGroup label="Appearance">
        {(['system', 'light', 'dark'] as const).map((theme) => (
          <MenuAction
            key={theme}
            icon={theme === shell.theme ? Check : themeIcons[theme]}
            current={theme === shell.theme}
            onSelect={() => void submit({ theme, to: pathname }, { method: 'post', action: '/theme', preventScrollReset: true })}
          >
            {themeWords[theme]}
          </MenuAction>
        ))}
      </MenuGroup>
      <MenuGroup label="Session">
        <MenuAction icon={LogOut} onSelect={() => void submit({}, { method: 'post', action: '/sign-out' })}>
          Sign out
        </MenuAction>
      </MenuGroup>
    </Menu>
  );
}

/** The sheet is a `details`: it opens without JavaScript, and closes by itself after going somewhere. */
function NarrowBar({ shell, installation }: { shell: Shell; installation: { id: string; name: string } | undefined }) {
  const sheet = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();
  useEffect(() => {
    if (sheet.current) sheet.current.open = false;
  }, [key]);
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      // A menu in the sheet closes first, by its own Esc.
      if (event.key !== 'Escape' || event.defaultPrevented || !sheet.current?.open) return;
      sheet.current.open = false;
      sheet.current.querySelector('summary')?.focus();
    };
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, []);
  return (
    <details ref={sheet} className="group sticky top-0 z-30 border-b bg-sunken md:hidden">
      <summary className="flex h-12 items-center gap-2.5 px-4" aria-label="Menu">
        <Mark />
        <span className="min-w-0 flex-1 truncate font-semibold">{installation?.name ?? 'Home Base'}</span>
        <MenuIcon aria-hidden size={18} className="group-open:hidden" />
        <X aria-hidden size={18} className="hidden group-open:block" />
      </summary>
      <div className="absolute inset-x-0 top-full grid h-[calc(100dvh-3rem)] content-start gap-4 overflow-y-auto border-t bg-sunken p-4">
        <OrgSwitcher shell={shell} />
        <Places shell={shell} installation={installation} />
        <UserMenu shell={shell} />
      </div>
    </details>
  );
}

/** A line at the top while a page loads. */
function Progress() {
  const busy = useNavigation().state !== 'idle';
  return (
    <div
      aria-hidden
      className={cx(
        'fixed inset-x-0 top-0 z-50 h-0.5 origin-left bg-accent transition-transform duration-700',
        busy ? 'scale-x-75' : 'scale-x-0 duration-150',
      )}
    />
  );
}
