export type LogFields = Record<string, string | number | boolean>;
/** One line for the operator's log. Same shape as the engine's `Log`. */
export type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: LogFields) => void;

const levels = { debug: 0, info: 1, warn: 2, error: 3 } as const;
export type LogLevel = keyof typeof levels;

/**
 * JSON lines, one a call. `secrets` (the enrolment token) never get through, wherever they turn up: a message may quote what a server answered.
 * Everything else that is secret is kept out by its maker: keys and Secret data are never passed to a log.
 */
export function createLog({
  level = 'info',
  secrets = [],
  write = (line) => process.stdout.write(line),
}: {
  level?: LogLevel;
  secrets?: readonly string[];
  write?: (line: string) => void;
} = {}): Log {
  const hidden = secrets.filter((secret) => secret.length >= 8);
  return (lineLevel, message, fields = {}) => {
    if (levels[lineLevel] < levels[level]) return;
    let line = JSON.stringify({ time: new Date().toISOString(), level: lineLevel, message, ...fields });
    for (const secret of hidden) line = line.replaceAll(secret, '[hidden]');
    write(`${line}\n`);
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
