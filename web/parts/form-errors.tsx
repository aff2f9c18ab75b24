import { useLocation } from 'react-router';
import { ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/**
 * What is wrong with the form as a whole: a refusal of the server that belongs to no one field. `isStale`: somebody changed what the form was made
 * from; what was typed stays, and a link loads the page anew.
 */
export function FormErrors({ errors, isStale }: { errors: readonly string[] | undefined; isStale?: boolean | undefined }) {
  if (!errors?.length) return null;
  return (
    <Notice tone="bad" alert actions={isStale && <LoadNewest />}>
      {errors.map((error) => (
        <p key={error} className="text-ink">
          {error}
        </p>
      ))}
    </Notice>
  );
}

function LoadNewest() {
  const { pathname, search } = useLocation();
  return (
    <ButtonLink size="sm" reloadDocument prefetch="none" to={{ pathname, search }}>
      Load the newest
    </ButtonLink>
  );
}
