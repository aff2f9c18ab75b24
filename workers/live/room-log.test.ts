import { expect, test, vi } from 'vitest';
import { useWorld } from '../testing/use-world.ts';
import { Room } from './room.ts';
import type { RoomRuntime } from './runtime.ts';

const { world } = useWorld();
const id = 'inst_01k4m2r8fhe9qv7n3p5s6t8w9x';

/** A room of an installation that is gone, whose storage fails once as the database does where somebody's values are in the query. */
function failingRoom(): Room {
  vi.stubGlobal('WebSocketRequestResponsePair', class {});
  let fails = true;
  const runtime: RoomRuntime = {
    storage: {
      sql: { exec: () => ({ toArray: () => [] }) },
      get: async (key) => (key === 'installation' ? id : undefined),
      put: async () => {
        if (!fails) return;
        fails = false;
        throw new Error('Failed query: insert into "services" values ($1)\nparams: hunter2');
      },
      getAlarm: async () => null,
      setAlarm: async () => undefined,
    },
    acceptWebSocket: () => undefined,
    getWebSockets: () => [],
    setWebSocketAutoResponse: () => undefined,
    waitUntil: () => undefined,
  };
  return new Room(runtime, world().env);
}

test.each([
  ['that fails', 'room failed', (room: Room) => room.fetch(new Request(`https://room/${id}/poke`, { method: 'POST' }))],
  ['whose publish fails', 'publish failed, the room retries', (room: Room) => room.alarm()],
])('a room %s says why in the log, without what somebody typed', async (_, message, run) => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await run(failingRoom());
  const lines = error.mock.calls.map(([line]) => JSON.parse(String(line)));
  error.mockRestore();
  expect(lines).toMatchObject([
    { level: 'error', message, installationId: id, chain: [{ message: expect.stringContaining('Failed query') }] },
  ]);
  expect(JSON.stringify(lines)).not.toContain('hunter2');
});
