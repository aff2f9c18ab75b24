import { describe, expect, test } from 'vitest';
import { objectKinds, parseObject } from '../objects/object-kinds.ts';
import { kitchenSink } from '../sample-summary.ts';
import { objectsOf } from '../summary.ts';
import { withoutPaths } from './paths.ts';
import { partsToRemove } from './redact.ts';
import { makerOfSecret, referencesOf, renameObject } from './references.ts';

const full = kitchenSink({ usage: 'kitchen_sink', provider: 'kind', size: 'small' });
const value = (name: string, text = 'x') => ({ name, source: 'value', value: text });
const removedOf = (spec: Record<string, unknown>, visibility: 'private' | 'public' = 'private', kind = 'traditional-services') =>
  partsToRemove(kind, { name: 'shop', ...spec }, visibility).removed.map(({ path }) => path);

describe('what does not leave with an export', () => {
  test('values whose names look like secrets, wherever they stand, and none that only resemble one', () => {
    const secret = [
      'DB_PASSWORD',
      'REDIS_PASS',
      'API_KEY',
      'SESSION_SECRET',
      'github.token',
      'PRIVATE_PEM',
      'AWS_ACCESS_KEY_ID',
      'passphrase',
      'MYSQL_PWD',
      'BASIC_AUTH',
    ];
    const plain = ['KEYCLOAK_URL', 'PASSENGERS', 'MONKEY', 'COMPASS', 'REGION', 'KEYBOARD'];
    expect(removedOf({ env: [...secret, ...plain].map((name) => value(name)) })).toEqual(
      secret.map((_, index) => `traditional-services.shop.env.${index}`),
    );
    const containers = [{ name: 'web', env: [value('A'), value('DB_PASSWORD')] }];
    expect(removedOf({ containers, initContainers: containers })).toEqual([
      'traditional-services.shop.containers.0.env.1',
      'traditional-services.shop.initContainers.0.env.1',
    ]);
  });

  test('values and arguments that show a secret themselves', () => {
    const env = [
      value('DSN', 'postgres://app:hunter2@db:5432/app'),
      value('PEM', '-----BEGIN EC PRIVATE KEY-----\nx'),
      value('URL', 'https://a.b/c:d'),
    ];
    const args = ['--port=80', '--db-password=hunter2', '--token', 'abc', 'redis://:hunter2@cache', '--verbose'];
    expect(removedOf({ env, containers: [{ name: 'web', args }] })).toEqual([
      'traditional-services.shop.env.0',
      'traditional-services.shop.env.1',
      'traditional-services.shop.containers.0.args.1',
      'traditional-services.shop.containers.0.args.3',
      'traditional-services.shop.containers.0.args.4',
    ]);
  });

  test.each([
    'mysqldump --user app --password=hunter2 db > /backup/db.sql',
    'export DB_PASSWORD="hunter2"; exec app',
    'API_TOKEN=hunter2',
    'host=db user=app password=hunter2',
    'Server=db;Uid=app;Pwd=hunter2;',
    '{"user": "app", "password": "hunter2"}',
    'Authorization: Bearer abcdef0123456789abcdef',
    'https://ghp_0123456789abcdefghijklmnopqrstuvwxyz@github.com/acme/app',
    'AKIAIOSFODNN7EXAMPLE',
    '--header=X-Auth: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
  ])('nor %s: as a value, an argument or a command', (text) => {
    const containers = [{ name: 'web', command: ['sh', '-c', text], args: [text], env: [value('SETTING', text)] }];
    expect(removedOf({ containers })).toEqual(
      ['command.2', 'args.0', 'env.0'].map((part) => `traditional-services.shop.containers.0.${part}`),
    );
  });

  test.each([
    'exec app --password-file=/run/secrets/password --port=80',
    'password=$DB_PASSWORD',
    'PGPASSWORD=$(PASSWORD) psql',
    'tokens per second: 5',
    'max_tokens=512',
    'monkey=1',
    'https://git@github.com/acme/app',
  ])('%s tells no secret and stays', (text) => {
    expect(removedOf({ containers: [{ name: 'web', args: [text], env: [value('SETTING', text)] }] })).toEqual([]);
  });

  test('an option of many secret words is looked at in no time', () => {
    const before = performance.now();
    removedOf({ containers: [{ name: 'web', args: Array.from({ length: 100 }, () => `--${'token'.repeat(800)}!`) }] });
    expect(performance.now() - before).toBeLessThan(1000);
  });

  test('a reference to a Secret stays, for it holds none', () => {
    expect(removedOf({ env: [{ name: 'PASSWORD', source: 'secret', from: 'keys', key: 'password' }] }, 'public')).toEqual([]);
  });

  test('what belongs to the installation: only with an org of its own it may go along', () => {
    const spec = {
      additionalHosts: ['shop.example.com'],
      storageClass: 'fast',
      users: [{ username: 'a', credentialNamespaces: ['battery-core', 'battery-team-x'], passwordVersion: 3 }],
    };
    expect(removedOf(spec)).toEqual([]);
    expect(removedOf(spec, 'public')).toEqual([
      'traditional-services.shop.additionalHosts.0',
      'traditional-services.shop.storageClass',
      'traditional-services.shop.users.0.credentialNamespaces.1',
    ]);
    expect(removedOf({ subnet: '10.0.0.0/28' }, 'public', 'ip-address-pools')).toEqual(['ip-address-pools.shop']);
    expect(removedOf({ restoreFrom: 'backup-1' })).toEqual(['traditional-services.shop.restoreFrom']);
    expect(partsToRemove('x', { name: 'shop', ...spec }, 'private').silent).toEqual(['x.shop.users.0.passwordVersion']);
  });

  test.each(Object.values(objectKinds))('a $noun of the catalog is still one without it', ({ path }) => {
    const collection = Object.entries(objectKinds).find(([, kind]) => kind.path === path)?.[0] as keyof typeof objectKinds;
    for (const { id: _, ...spec } of objectsOf(full, collection)) {
      const { removed, silent } = partsToRemove(path, { ...spec }, 'public');
      const { objects } = withoutPaths({ [path]: [JSON.parse(JSON.stringify(spec))] }, [...silent, ...removed.map((part) => part.path)]);
      for (const left of objects[path] ?? []) expect(parseObject(collection, left).issues, JSON.stringify(left)).toBeUndefined();
    }
  });
});

describe('paths', () => {
  const objects = { 'redis-instances': [{ name: 'a', list: [0, 1, 2, { x: 1, y: 2 }] }, { name: 'b' }] };

  test('name places as they were before anything went', () => {
    expect(withoutPaths(objects, ['redis-instances.a.list.0', 'redis-instances.a.list.2', 'redis-instances.a.list.3.x']).objects).toEqual({
      'redis-instances': [{ name: 'a', list: [1, { y: 2 }] }, { name: 'b' }],
    });
  });

  test('take whole objects, and a kind with its last one; a part of what goes as a whole is there, too', () => {
    expect(withoutPaths(objects, ['redis-instances.a', 'redis-instances.a.list.3.x'])).toEqual({
      objects: { 'redis-instances': [{ name: 'b' }] },
      unknown: [],
    });
    expect(withoutPaths(objects, ['redis-instances.a', 'redis-instances.b']).objects).toEqual({});
  });

  test('cost the same however long a list is: a stranger chooses both', () => {
    const list = Array.from({ length: 200_000 }, () => 0);
    const paths = Array.from({ length: 1000 }, (_, place) => `redis-instances.a.list.${place}`);
    const before = performance.now();
    const { objects: left } = withoutPaths({ 'redis-instances': [{ name: 'a', list }] }, [...paths, 'redis-instances.a.list.length']);
    expect(left['redis-instances']?.[0]?.list).toHaveLength(199_000);
    expect(performance.now() - before).toBeLessThan(5000);
  }, 60_000);

  test('that lead nowhere are named, and nothing of the language can be reached', () => {
    const wrong = [
      '',
      'redis',
      'redis-instances.c',
      'redis-instances.a.list.9',
      'redis-instances.a.constructor.name',
      '__proto__.a.b',
      'redis-instances.a.list.3.x.z',
    ];
    const { objects: same, unknown } = withoutPaths(objects, wrong);
    expect(same).toEqual(objects);
    expect(unknown.toSorted()).toEqual(wrong.toSorted());
  });
});

describe('new names', () => {
  const renames = { postgresClusters: { main: 'main-2' }, redisInstances: { replication: 'other' } };
  const named = <C extends keyof typeof objectKinds>(collection: C, name: string) => {
    const object = objectsOf(full, collection).find((each: { name: string }) => each.name === name);
    if (!object) throw new Error(`no ${name}`);
    const { id: _, ...spec } = object;
    const parsed = parseObject(collection, spec).object;
    if (!parsed) throw new Error(`${name} cannot be read`);
    return renameObject(parsed, renames).spec;
  };

  test('are followed by what objects say of each other', () => {
    expect(named('postgresClusters', 'main')).toMatchObject({ name: 'main-2' });
    expect(named('redisInstances', 'sentinel')).toMatchObject({ name: 'sentinel', replicationOf: 'other' });
    expect(named('traditionalServices', 'shop').containers[0]?.env).toContainEqual(
      expect.objectContaining({ name: 'DSN', from: 'cloudnative-pg.pg-main-2.reports', key: 'dsn' }),
    );
    expect(named('notebooks', 'default').env).toContainEqual(expect.objectContaining({ from: 'cloudnative-pg.pg-main-2.reports' }));
  });

  test('leave alone what is of other objects, and Secrets and ConfigMaps of the user', () => {
    const shop = named('traditionalServices', 'shop');
    expect(shop.volumes).toContainEqual(expect.objectContaining({ type: 'secret', from: 'keys' }));
    expect(shop.containers[0]?.env).toContainEqual(expect.objectContaining({ source: 'config_map', from: 'flags' }));
    expect(named('postgresClusters', 'platform')).toMatchObject({ name: 'platform' });
  });

  test('a Secret names the object that makes it', () => {
    expect(makerOfSecret('cloudnative-pg.pg-my-db.app-owner')).toEqual({ collection: 'postgresClusters', name: 'my-db' });
    expect(makerOfSecret('redis-cache')).toEqual({ collection: 'redisInstances', name: 'cache' });
    expect(makerOfSecret('keys')).toBeUndefined();
    expect(referencesOf({ volumes: [{ name: 'v', type: 'secret', from: 'keys', optional: false }] })).toEqual([
      { kind: 'Secret', name: 'keys', optional: false, path: 'volumes.0' },
    ]);
  });
});
