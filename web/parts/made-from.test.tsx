import { renderToString } from 'react-dom/server';
import { createRoutesStub } from 'react-router';
import { expect, test } from 'vitest';
import { keep, MadeFrom, useMadeFrom } from './made-from.tsx';

const idle = { of: 'a', isSaving: false, isIdle: true, isRefused: false };
const kept = { of: 'a', from: '1', isSaving: false };

test('someone else’s change leaves the form as old as it was, so that the save is refused and nothing typed is wiped', () => {
  expect(keep(kept, { ...idle, newest: '2' })).toBe(kept);
});

test('one’s own save starts from the newest once it is done; a refused one stays as old as it was', () => {
  const saving = keep(kept, { ...idle, newest: '1', isSaving: true, isIdle: false });
  expect(keep(saving, { ...idle, newest: '2', isSaving: true, isIdle: false })).toBe(saving);
  expect(keep(saving, { ...idle, newest: '2' })).toEqual({ of: 'a', from: '2', isSaving: false });
  expect(keep(saving, { ...idle, newest: '2', isRefused: true })).toEqual(kept);
});

test('another thing on the same page starts from its own', () => {
  expect(keep(kept, { ...idle, of: 'b', newest: '9' })).toEqual({ of: 'b', from: '9', isSaving: false });
});

test('without JavaScript a refused form comes back as old as it was: pressing again does not overwrite', () => {
  const html = (answer: Parameters<typeof useMadeFrom>[0]['answer']) => {
    function Page() {
      const { madeFrom, isStale } = useMadeFrom({ of: 'a', newest: '2', answer });
      return (
        <>
          <MadeFrom value={madeFrom} />
          {isStale && 'stale'}
        </>
      );
    }
    const Stub = createRoutesStub([{ path: '/', Component: Page }]);
    return renderToString(<Stub initialEntries={['/']} />);
  };
  expect(html(undefined)).toBe('<input type="hidden" name="madeFrom" value="2"/>');
  const refused = html({ result: { status: 'error', initialValue: { madeFrom: '1' } }, isStale: true });
  expect(refused).toContain('value="1"');
  expect(refused).toContain('stale');
});
