import { parseArgs } from 'node:util';

export type StartOptions = { port: number; data: string; kubeconfig: string | undefined; cluster: boolean; reset: boolean };

export const usage = `npm start -- [options]            runs Home Base and a local Kubernetes on this machine
  --port PORT          Home Base's port            (HOME_BASE_PORT, 8787)
  --data FOLDER        keys, database, cluster     (HOME_BASE_DATA, .home-base)
  --kubeconfig FILE    use that cluster instead of a local one
  --no-cluster         Home Base only
  --reset              forget everything first
  --help`;

/** Flags win over the environment. Throws a sentence that names the wrong option. */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): StartOptions | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      kubeconfig: { type: 'string' },
      'no-cluster': { type: 'boolean' },
      reset: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  const portText = values.port ?? env.HOME_BASE_PORT ?? '8787';
  const port = Number(portText);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`--port is "${portText}": give a number from 1 to 65535.`);
  if (values.kubeconfig && values['no-cluster']) throw new Error('--kubeconfig and --no-cluster exclude each other: give one.');
  return {
    port,
    data: values.data ?? env.HOME_BASE_DATA ?? '.home-base',
    kubeconfig: values.kubeconfig,
    cluster: !values['no-cluster'],
    reset: values.reset ?? false,
  };
}
