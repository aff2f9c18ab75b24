/** What is wrong with an input: `path` names the field (dots), `message` says what to do. Empty list: nothing is wrong. */
export type Issue = { path: string; message: string };

export function taken(what: string, name: string): Issue {
  return { path: 'name', message: `there is already ${what} "${name}": choose another name` };
}

export function fixed(path: string, value: string): Issue {
  return { path, message: `cannot change later: keep "${value}"` };
}

/** The names of all fields of `issues`, one level further down. */
export function below(prefix: string, issues: Issue[]): Issue[] {
  return issues.map(({ path, message }) => ({ path: `${prefix}.${path}`, message }));
}
