import { Check } from 'lucide-react';
import { Form } from 'react-router';
import { Theme, themeWords } from '../../parts/theme.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import { useConsole } from '../console.tsx';
import type { Route } from './+types/account';

export const meta: Route.MetaFunction = () => [{ title: 'Account · Home Base' }];

/** You, your organizations, how pages look: also where the menus lead without JavaScript. */
export default function Account() {
  const { user, orgs, orgId, theme } = useConsole();
  return (
    <>
      <PageHeader title="Account" />
      {!orgId && orgs.length > 0 && (
        <Notice tone="warn" title="You are in no organization right now">
          You are not a member of the one that this browser was in last (any more). Switch to another one below.
        </Notice>
      )}
      <Section
        title="You"
        actions={
          <Form method="post" action="/sign-out">
            <Button type="submit">Sign out</Button>
          </Form>
        }
      >
        <KeyValues
          items={[
            ['Name', user.name],
            ['E-mail', user.email],
          ]}
        />
      </Section>
      <Section
        title="Organizations"
        description="What you see and change belongs to the one you are in."
        actions={<ButtonLink to="/orgs/new">New organization</ButtonLink>}
        flush
      >
        <ul className="divide-y">
          {orgs.map(({ id, name }) => (
            <li key={id} className="flex min-h-12 items-center justify-between gap-3 px-4 py-2">
              <span className="min-w-0 truncate font-medium">{name}</span>
              {id === orgId ? (
                <Badge tone="good">You are here</Badge>
              ) : (
                <Form method="post" action="/orgs/switch">
                  <Button type="submit" name="orgId" value={id} size="sm">
                    Switch to it
                  </Button>
                </Form>
              )}
            </li>
          ))}
          {orgs.length === 0 && <li className="px-4 py-3 text-muted">You are in no organization yet.</li>}
        </ul>
      </Section>
      <Section title="Appearance">
        <Form method="post" action="/theme" className="flex flex-wrap gap-2">
          <input type="hidden" name="to" value="/account" />
          {Theme.options.map((option) => (
            <Button
              key={option}
              type="submit"
              name="theme"
              value={option}
              icon={option === theme ? Check : undefined}
              aria-pressed={option === theme}
              className="aria-pressed:border-accent aria-pressed:bg-accent-tint"
            >
              {themeWords[option]}
            </Button>
          ))}
        </Form>
      </Section>
    </>
  );
}
