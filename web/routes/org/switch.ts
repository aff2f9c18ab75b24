import { redirect } from 'react-router';

export { action } from './switch.server.ts';

export function loader() {
  return redirect('/account');
}
