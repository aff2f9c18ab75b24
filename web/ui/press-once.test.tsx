import { renderToString } from 'react-dom/server';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, test } from 'vitest';
import { SubmitButton } from './button.tsx';
import { usePressOnce } from './press-once.ts';

/** A page whose action takes until `finish`; `press` is the handler as it was drawn before anything was sent. */
function open() {
  let made = 0;
  let finish = () => {};
  let press: ReturnType<typeof usePressOnce> = () => {};
  function Page() {
    press = usePressOnce();
    return (
      <SubmitButton name="intent" value="create">
        Create
      </SubmitButton>
    );
  }
  const action = async () => {
    made += 1;
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return null;
  };
  const router = createMemoryRouter([{ path: '/', Component: Page, action }]);
  const draw = () => renderToString(<RouterProvider router={router} />);
  draw();
  const formData = new FormData();
  formData.set('intent', 'create');
  const first = press;
  /** What a browser does on a click, or on Enter in a field of the form. */
  const pressIn = (form: object) => {
    let isPrevented = false;
    first({ currentTarget: { form } as unknown as HTMLButtonElement, preventDefault: () => (isPrevented = true) });
    return isPrevented ? undefined : router.navigate('/', { formMethod: 'post', formData });
  };
  return { draw, pressIn, finish: () => finish(), made: () => made };
}

test('a double click does it once, also before the page was drawn anew; after that it can be done again', async () => {
  const { pressIn, finish, made } = open();
  const form = {};
  const done = pressIn(form);
  expect(pressIn(form)).toBeUndefined();
  await Promise.resolve();
  expect(pressIn(form)).toBeUndefined();
  finish();
  await done;
  expect(made()).toBe(1);
  const again = pressIn(form);
  expect(again).toBeDefined();
  finish();
  await again;
  expect(made()).toBe(2);
});

test('the button of another form is not held up', async () => {
  const { pressIn, finish } = open();
  void pressIn({});
  expect(pressIn({})).toBeDefined();
  finish();
});

test('a press that sent nothing, because a field was wrong, does not use up the next', () => {
  const { pressIn, draw } = open();
  const form = {};
  expect(draw()).not.toContain('aria-disabled="true"');
  expect(pressIn(form)).toBeDefined();
});

test('the button that is busy says so without losing the focus: it is never disabled', () => {
  const { draw, pressIn, finish } = open();
  void pressIn({});
  const html = draw();
  expect(html).toContain('aria-disabled="true"');
  expect(html).not.toMatch(/ disabled[=>]/);
  finish();
});
