import { isRouteErrorResponse, useRouteLoaderData } from 'react-router';
import { z } from 'zod';
import { Button, ButtonLink } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';

const Refused = z.object({ code: z.string(), detail: z.string() });

const titles: Record<number, string> = {
  401: 'Sign in first',
  403: 'Your role does not allow this',
  404: 'There is nothing here',
  409: 'This does not fit what is there now',
  410: 'This is gone',
  429: 'Too many requests',
  503: 'Not available right now',
};

/** What a page shows instead of itself: a refusal in its own words; anything else as a fixed text with the request id. */
export function PageError({ error }: { error: unknown }) {
  const root = useRouteLoaderData('root') as { requestId?: string } | undefined;
  const requestId = root?.requestId ? { requestId: root.requestId } : {};
  if (isRouteErrorResponse(error) && error.status < 500) {
    const refused = Refused.safeParse(error.data);
    const detail = refused.success
      ? refused.data.detail
      : error.status === 404
        ? 'The address is not right, or it was deleted, or it belongs to another organization: switch to it and try again.'
        : 'Go back and try it another way.';
    return (
      <ErrorState
        status={error.status}
        title={titles[error.status] ?? 'This did not work'}
        detail={detail}
        {...requestId}
        action={<ButtonLink to="/installations">Go to installations</ButtonLink>}
      />
    );
  }
  return (
    <ErrorState
      status={isRouteErrorResponse(error) ? error.status : 500}
      title="Something went wrong on our side"
      detail="Your cluster is not affected: it goes on with what it has. Try again; if it stays, tell us."
      {...requestId}
      action={
        <>
          <Button onClick={() => location.reload()}>Try again</Button>
          <ButtonLink variant="quiet" to="/installations">
            Go to installations
          </ButtonLink>
        </>
      }
    />
  );
}
