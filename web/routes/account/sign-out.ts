import { redirect } from 'react-router';

export { action } from './sign-out.server.ts';

/** Signing out is a POST; the address typed by hand shows the button. */
export function loader() {
  return redirect('/account');
}
