/** The one door to all tables, for Drizzle and drizzle-kit. */
export * from './accounts.ts';
export * from './installations.ts';
export * from './snapshots.ts';
