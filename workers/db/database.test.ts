import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { useWorld } from '../testing/use-world.ts';
import { openDatabase } from './database.ts';

const { world } = useWorld();

describe('a database that was closed', () => {
  test('lets the transaction that runs end, and opens no connection for the work that goes on after it', async () => {
    const db = openDatabase(world().env);
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: closing, resolve: close } = Promise.withResolvers<void>();
    const orphan = db.transaction(async (tx) => {
      begin();
      await closing;
      return (await tx.execute<{ one: number }>(sql`select 1 as one`)).rows[0]?.one;
    });
    await begun;
    const closed = db.close();
    close();
    expect(await orphan).toBe(1);
    await expect(db.transaction((tx) => tx.execute(sql`select 1`))).rejects.toThrow('the database was closed');
    await closed;
    await db.close();
    await expect(db.transaction((tx) => tx.execute(sql`select 1`))).rejects.toThrow('the database was closed');
  });
});
