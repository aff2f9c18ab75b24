import { renderToString } from 'react-dom/server';
import { createRoutesStub } from 'react-router';
import { expect, test } from 'vitest';
import { FormErrors } from './form-errors.tsx';

function html(props: Parameters<typeof FormErrors>[0]): string {
  const Stub = createRoutesStub([{ path: '/thing', Component: () => <FormErrors {...props} /> }]);
  return renderToString(<Stub initialEntries={['/thing?tab=2']} />);
}

test('where somebody’s change stands in the way, a link loads the same page anew', () => {
  expect(html({ errors: ['changed'], isStale: true })).toMatch(/changed.*<a [^>]*href="\/thing\?tab=2"[^>]*>Load the newest/s);
  expect(html({ errors: ['taken'], isStale: false })).not.toContain('<a ');
  expect(html({ errors: [], isStale: true })).toBe('');
});
