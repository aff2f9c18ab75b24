import { CodeBlock } from '../../ui/code-block.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Section } from '../../ui/section.tsx';

export type Connection =
  | { type: 'hosts'; label: string; hosts: string[] }
  | { type: 'secret'; namespace: string; name: string; keys: { key: string; value?: string }[] };

/** Of host names that routes answer for. */
export const outsideLabel = 'From outside';

/** How to reach an object. Names and commands only: no value of a Secret is ever here. */
export function ConnectionSection({ connections }: { connections: Connection[] }) {
  const hosts = connections.filter((each) => each.type === 'hosts');
  const secrets = connections.filter((each) => each.type === 'secret');
  return (
    <Section title="Connection" description="Passwords are made in your cluster and never leave it: read them there.">
      {connections.length === 0 ? (
        <p className="text-muted">Host names and Secret names appear here once this is published, which takes a second.</p>
      ) : (
        <div className="grid gap-5">
          {hosts.length > 0 && <KeyValues items={hosts.map(({ label, hosts: names }) => [label, <Names key={label} names={names} />])} />}
          {secrets.map((secret) => (
            <SecretBlock key={`${secret.namespace}/${secret.name}`} secret={secret} />
          ))}
        </div>
      )}
    </Section>
  );
}

function Names({ names }: { names: string[] }) {
  return (
    <span className="grid gap-0.5">
      {names.map((name) => (
        <code key={name} className="font-mono text-xs break-all select-all">
          {name}
        </code>
      ))}
    </span>
  );
}

function SecretBlock({ secret: { namespace, name, keys } }: { secret: Connection & { type: 'secret' } }) {
  // The one that a program wants whole, else the password.
  const wanted = ['dsn', 'url', 'password'].find((each) => keys.some(({ key }) => key === each)) ?? keys[0]?.key ?? '';
  const known = keys.flatMap(({ key, value }): [string, React.ReactNode][] =>
    value === undefined ? [] : [[key, <Names key={key} names={[value]} />]],
  );
  return (
    <div className="grid min-w-0 gap-2">
      <p>
        Secret <code className="font-mono text-xs font-medium break-all select-all">{name}</code>{' '}
        <span className="text-muted">
          in {namespace}, with the keys {keys.map(({ key }) => key).join(', ')}
        </span>
      </p>
      {known.length > 0 && <KeyValues items={known} />}
      <CodeBlock
        label={`Read its ${wanted} with kubectl`}
        code={`kubectl get secret --namespace ${namespace} ${name} --output jsonpath='{.data.${wanted}}' | base64 --decode`}
        wrap
      />
    </div>
  );
}
