import { Link } from 'react-router';

/** `group/Kind/namespace/name` → its parts for display; text of another form is shown whole. */
export function keyParts(key: string): { kind: string; namespace: string | undefined; name: string } {
  const [, kind, namespace, name] = key.split('/');
  return kind && name
    ? { kind, namespace: namespace === '-' ? undefined : namespace, name }
    : { kind: 'Resource', namespace: undefined, name: key };
}

/** A resource in running text: "Deployment redis-operator in battery-base". */
export function describeKey(key: string): string {
  const { kind, namespace, name } = keyParts(key);
  return namespace ? `${kind} ${name} in ${namespace}` : `${kind} ${name}`;
}

/** Name first, kind and namespace below; `to` makes it a link. */
export function ResourceName({ resourceKey, to }: { resourceKey: string; to?: string }) {
  const { kind, namespace, name } = keyParts(resourceKey);
  return (
    <span className="grid min-w-0">
      <span className="truncate font-mono text-xs font-medium" title={name}>
        {to ? (
          <Link to={to} className="hover:underline">
            {name}
          </Link>
        ) : (
          name
        )}
      </span>
      <span className="truncate text-xs text-muted">
        {kind}
        {namespace && <span className="text-faint"> · {namespace}</span>}
      </span>
    </span>
  );
}
