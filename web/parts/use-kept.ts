import { useState } from 'react';

/**
 * The last value that was there. For what an action answered once (a secret, an install line): React Router forgets it when the page's data is
 * loaded again, which a live page does at any moment.
 */
export function useKept<T>(value: T | undefined): T | undefined {
  const [kept, setKept] = useState(value);
  if (value !== undefined && value !== kept) setKept(value);
  return value ?? kept;
}
