import { Form, Link } from 'react-router';
import { roleWords } from '../../parts/roles.ts';
import { SignInFrame } from '../../parts/sign-in-frame.tsx';
import { Button, SubmitButton } from '../../ui/button.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Time } from '../../ui/time.tsx';
import type { Route } from './+types/invitation';

export { action, loader } from './invitation.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Invitation · Home Base' }];

/** Where the link of an invitation leads: what is offered, and the button that takes it. */
export default function InvitationPage({ loaderData, actionData }: Route.ComponentProps) {
  const offer = 'offer' in loaderData ? loaderData.offer : undefined;
  const refused = actionData && 'refused' in actionData ? actionData.refused : 'refused' in loaderData ? loaderData.refused : undefined;
  return (
    <SignInFrame
      title={offer ? `Join ${offer.orgName}` : 'Invitation'}
      foot={
        <Link to="/installations" className="prose-link">
          Go to your installations
        </Link>
      }
    >
      <div className="grid gap-4">
        {refused && (
          <Notice tone="bad" alert>
            <p className="break-words text-ink">{refused.text}</p>
          </Notice>
        )}
        {offer && !refused && (
          <>
            <KeyValues
              items={[
                ['Invited by', offer.invitedBy],
                ['Organization', offer.orgName],
                [
                  'Role',
                  <>
                    {offer.role}
                    <span className="block text-xs text-muted">{roleWords[offer.role]}</span>
                  </>,
                ],
                ['You', loaderData.email],
                ['Expires', <Time key="expires" at={offer.expiresAt} />],
              ]}
            />
            <Form method="post" className="grid">
              <SubmitButton busy="Joining">Accept the invitation</SubmitButton>
            </Form>
          </>
        )}
        {refused?.isOtherAccount && (
          <Form method="post" action="/sign-out" className="grid">
            <Button type="submit">Sign out {loaderData.email}</Button>
          </Form>
        )}
      </div>
    </SignInFrame>
  );
}
