import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { type Child, logTail, startChild } from '../process/child.ts';
import { pollUntil } from '../process/poll.ts';
import { freePort, isFree } from '../process/ports.ts';
import { isReachable, type PostgresUser, postgresBinDir, postgresUser } from './native.ts';
import { outsideDataDir } from './outside.ts';

export type PostgresOptions = {
  /** Made when missing; an earlier one is resumed. When root runs this and others may not enter the folder, the data is kept below the temporary folder instead (see `dataDir`). */
  dataDir: string;
  /** Default: the port of the earlier run, else a free one. */
  port?: number;
  /** fsync. Default false: a power cut may lose data, a killed process does not. */
  durable?: boolean;
  log?: (line: string) => void;
};

export type Postgres = {
  port: number;
  pid: () => number;
  /** Where the data really is. */
  dataDir: string;
  /** Connection string of the superuser, `postgres` unless a database is named. */
  adminUrl: (database?: string) => string;
  /** Does nothing if it exists. */
  createDatabase: (name: string) => Promise<void>;
  /** Ends every connection to it. */
  dropDatabase: (name: string) => Promise<void>;
  restart: () => Promise<void>;
  /** SIGKILL; stays away until `restart`. */
  kill: () => Promise<void>;
  /** Fast shutdown; idempotent. */
  stop: () => Promise<void>;
};

const Settings = z.object({ port: z.number().int(), password: z.string() });

/** Starts Postgres 18 on loopback with password authentication; resolves when it answers. First start 0.5 s, later 0.1 s. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { durable = false, log = () => undefined } = options;
  const user = postgresUser();
  const bin = postgresBinDir(user);
  const wanted = resolve(options.dataDir);
  // Beside the data, as initdb wants an empty folder, and where the caller asked for it: who removes that folder means the data too.
  const settingsPath = `${wanted}.json`;
  const known = existsSync(settingsPath) ? Settings.parse(JSON.parse(readFileSync(settingsPath, 'utf8'))) : undefined;
  if (!known && existsSync(join(wanted, 'PG_VERSION'))) {
    throw new Error(`${settingsPath} with the password of ${wanted} is gone: put it back, or remove both to start anew`);
  }
  const settings = known ?? { port: await freePort(), password: randomBytes(18).toString('base64url') };
  settings.port = options.port ?? settings.port;
  mkdirSync(dirname(wanted), { recursive: true });
  writeFileSync(settingsPath, JSON.stringify(settings), { mode: 0o600 });
  const dataDir = isReachable(dirname(wanted), user) ? wanted : outsideDataDir(wanted, { keepWhile: settingsPath, isNew: !known });
  if (dataDir !== wanted) log(`Postgres runs as nobody, who may not enter ${dirname(wanted)}: its data is in ${dataDir}`);
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialise(bin, dataDir, settings.password, user);
  const { port } = settings;
  if (!(await isFree(port)))
    throw new Error(`port ${port}, which the local Postgres in ${dataDir} uses, is taken: stop the program that listens there`);

  const adminUrl = (database = 'postgres') => `postgres://postgres:${settings.password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  const start = () => launch(bin, dataDir, port, durable, user, adminUrl());
  let child = await start();
  const query = async (sql: string) => withClient(adminUrl(), (client) => client.query(sql));

  return {
    port,
    pid: () => child.pid,
    dataDir,
    adminUrl,
    createDatabase: async (name) => {
      const { rowCount } = await withClient(adminUrl(), (client) => client.query('select 1 from pg_database where datname = $1', [name]));
      if (!rowCount) await query(`create database ${pg.escapeIdentifier(name)}`);
    },
    dropDatabase: async (name) => {
      await query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
    },
    restart: async () => {
      await child.stop();
      child = await start();
    },
    kill: () => child.kill(),
    stop: () => child.stop(),
  };
}

async function initialise(bin: string, dataDir: string, password: string, user: PostgresUser): Promise<void> {
  // What an interrupted initdb left behind holds no data yet.
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { mode: 0o700 });
  const passwordFile = `${dataDir}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) for (const path of [dataDir, passwordFile]) chownSync(path, user.uid, user.gid);
  try {
    const args = [
      '-D',
      dataDir,
      '-U',
      'postgres',
      '-A',
      'password',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
    ];
    await promisify(execFile)(join(bin, 'initdb'), [...args, '--no-sync'], { ...user, env: { LC_ALL: 'C' }, cwd: '/' });
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function launch(bin: string, dataDir: string, port: number, durable: boolean, user: PostgresUser, url: string): Promise<Child> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  const args = ['-D', dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const child = startChild({
    name: 'postgres',
    command: join(bin, 'postgres'),
    args,
    logPath: `${dataDir}.log`,
    stopSignal: 'INT',
    env: { LC_ALL: 'C' },
    cwd: '/',
    ...user,
  });
  const give = () => {
    if (!child.isAlive()) throw new Error(`Postgres ended while starting; the end of ${child.logPath}:\n${logTail(child)}`);
  };
  try {
    await pollUntil('Postgres answering', () => withClient(url, (client) => client.query('select 1')).then(() => true), {
      timeoutMs: 60_000,
      everyMs: 20,
      give,
    });
  } catch (error) {
    await child.stop();
    throw error;
  }
  return child;
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  // A connection that breaks while idle is reported by the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
