import { Outlet } from 'react-router';
import { PageError } from '../parts/page-error.tsx';
import type { Route } from './+types/page';

export default function Page() {
  return <Outlet />;
}

/** Inside the frame, so that one can go elsewhere from a page that failed. */
export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <PageError error={error} />;
}
