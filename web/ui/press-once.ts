import { type MouseEvent, useContext } from 'react';
import { UNSAFE_DataRouterContext } from 'react-router';

type Press = Pick<MouseEvent<HTMLButtonElement>, 'currentTarget' | 'preventDefault'>;

/** The form whose submit button was pressed last. */
let pressed: HTMLFormElement | null = null;

/**
 * For the click of a submit button: ignores a further press while the submission of its own form is under way. React Router would only stop waiting for
 * the first one, and the server would do both. Enter in a field is a click on the form's first submit button. The router itself is asked, because
 * components are told of a navigation in a transition, which may be drawn only after the second half of a double click.
 */
export function usePressOnce(): (press: Press) => void {
  const router = useContext(UNSAFE_DataRouterContext)?.router;
  return (press) => {
    const { form } = press.currentTarget;
    const { formData, formMethod } = router?.state.navigation ?? {};
    if (formData && formMethod !== 'GET' && form === pressed) press.preventDefault();
    else pressed = form;
  };
}
