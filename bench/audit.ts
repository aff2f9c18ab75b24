import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { z } from 'zod';

const Event = z.object({
  stage: z.string(),
  verb: z.string(),
  userAgent: z.string().optional(),
  user: z.object({ username: z.string() }),
  objectRef: z
    .object({
      resource: z.string().optional(),
      namespace: z.string().optional(),
      name: z.string().optional(),
      subresource: z.string().optional(),
    })
    .optional(),
  responseStatus: z.object({ code: z.number().optional() }).optional(),
  requestReceivedTimestamp: z.string(),
});
export type AuditEvent = z.infer<typeof Event> & { atMs: number };

type Audit = {
  /** Events written since the last call. */
  take: () => AuditEvent[];
  close: () => void;
};

/** Follows the audit log of the API server from its present end, over rotations. */
export function followAudit(path: string): Audit {
  let file = openSync(path, 'r');
  let offset = fstatSync(file).size;
  let rest = '';
  const buffer = Buffer.alloc(1 << 20);
  const drain = () => {
    let text = '';
    for (let read = readSync(file, buffer, 0, buffer.length, offset); read > 0; read = readSync(file, buffer, 0, buffer.length, offset)) {
      text += buffer.toString('latin1', 0, read);
      offset += read;
    }
    return text;
  };
  return {
    take: () => {
      let text = rest + drain();
      if (statSync(path).ino !== fstatSync(file).ino) {
        closeSync(file);
        file = openSync(path, 'r');
        offset = 0;
        text += drain();
      }
      const lines = text.split('\n');
      rest = lines.pop() ?? '';
      return lines.map((line) => {
        const event = Event.parse(JSON.parse(line));
        return { ...event, atMs: preciseMs(event.requestReceivedTimestamp) };
      });
    },
    close: () => closeSync(file),
  };
}

/** RFC 3339 with microseconds → ms since 1970 with three decimals. */
function preciseMs(timestamp: string): number {
  const micros = /\.(\d{1,9})Z$/.exec(timestamp)?.[1]?.padEnd(6, '0').slice(0, 6) ?? '0';
  return Math.floor(Date.parse(timestamp) / 1000) * 1000 + Number(micros) / 1000;
}
