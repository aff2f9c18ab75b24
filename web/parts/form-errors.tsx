import { Notice } from '../ui/notice.tsx';

/** What is wrong with the form as a whole: a refusal of the server that belongs to no one field. */
export function FormErrors({ errors }: { errors: readonly string[] | undefined }) {
  if (!errors?.length) return null;
  return (
    <Notice tone="bad" alert>
      {errors.map((error) => (
        <p key={error} className="text-ink">
          {error}
        </p>
      ))}
    </Notice>
  );
}
