import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareRenderings } from './compare.ts';
import { report } from './report.ts';

const role = (name: string, ...rules: Record<string, string[]>[]) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name },
  rules,
});
const definition = (properties: Record<string, unknown>, required: string[] = [], version = 'v1') => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.com' },
  spec: {
    versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties, required } } }],
  },
});
const config = (name: string, data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'x' },
  data,
});

describe('two renderings', () => {
  test('that are equal have no report, whatever the order of resources, fields, rules and verbs', () => {
    const one = role(
      'r',
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] },
    );
    const same = role(
      'r',
      { verbs: ['get'], apiGroups: ['apps'], resources: ['deployments'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'get'] },
    );
    const before = [config('a', { x: '1', y: '2' }), one];
    expect(report(compareRenderings(before, [same, config('a', { y: '2', x: '1' })]))).toBeUndefined();
  });

  test('name what came, what went and which fields say something else', () => {
    const { added, removed, changed } = compareRenderings(
      [config('gone', {}), config('kept', { x: '1', y: '2' })],
      [config('kept', { x: '9', z: '3' }), config('new', {})],
    );
    expect({ added, removed }).toEqual({ added: ['core/ConfigMap/x/new'], removed: ['core/ConfigMap/x/gone'] });
    expect(changed).toEqual([
      { key: 'core/ConfigMap/x/kept', lines: ['- data.x: "1"', '+ data.x: "9"', '- data.y: "2"', '+ data.z: "3"'] },
    ]);
  });

  test('tell what a role may do and might not: also a role that is new, rules that were split, and single names', () => {
    const before = [role('r', { apiGroups: ['', 'apps'], resources: ['pods'], verbs: ['get', 'delete'] })];
    const after = [
      role(
        'r',
        { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
        { apiGroups: ['apps'], resources: ['pods'], verbs: ['get', 'delete'] },
        { apiGroups: [''], resources: ['secrets'], resourceNames: ['token'], verbs: ['get'] },
      ),
      role('s', { nonResourceURLs: ['/metrics'], verbs: ['get'] }),
    ];
    expect(compareRenderings(before, after).roles).toEqual([
      { key: 'rbac.authorization.k8s.io/ClusterRole/-/r', lines: ['- core/pods: delete', '+ core/secrets "token": get'] },
      { key: 'rbac.authorization.k8s.io/ClusterRole/-/s', lines: ['+ url /metrics: get'] },
    ]);
  });

  test('tell which fields of a definition are new, gone, of another type or must be set', () => {
    const list = (type: string) => ({ type: 'array', items: { type: 'object', properties: { size: { type } } } });
    const { definitions } = compareRenderings(
      [definition({ spec: { type: 'object', properties: { old: { type: 'string' }, parts: list('string') } } })],
      [definition({ spec: { type: 'object', properties: { parts: list('integer'), mode: { type: 'string', enum: ['a'] } } } }, ['spec'])],
    );
    expect(definitions[0]?.lines).toEqual([
      '+ v1 .spec.mode: string of ["a"]',
      '- v1 .spec.old: string',
      '+ v1 .spec.parts[].size: integer',
      '- v1 .spec.parts[].size: string',
      '- v1 .spec: object',
      '+ v1 .spec: object (required)',
    ]);
    expect(compareRenderings([definition({})], [definition({}, [], 'v2')]).definitions[0]?.lines).toEqual([
      '- v1 served stored',
      '+ v2 served stored',
    ]);
  });
});

describe('npm run catalog:diff', () => {
  let repository: string;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args], {
      cwd: repository,
      stdio: 'pipe',
    });
  /** A catalog of one ConfigMap, rendered by the code of its own commit with a package of its own repository. */
  const commit = (value: string, cli = 'render-cli.ts') => {
    const files = {
      'package.json': '{ "type": "module", "workspaces": ["schema"] }',
      'schema/package.json': '{ "name": "@home-base/schema", "type": "module" }',
      'schema/value.ts': `export const value: string = '${value}';`,
      [`catalog/${cli}`]: `import { mkdirSync, writeFileSync } from 'node:fs';
        import { value } from '@home-base/schema/value.ts';
        const out = process.argv[process.argv.indexOf('--out') + 1] as string;
        mkdirSync(out);
        writeFileSync(out + '/a.yaml', 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: { name: a, namespace: x }\\ndata: { value: ' + value + ' }\\n');`,
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(repository, path)), { recursive: true });
      writeFileSync(join(repository, path), text);
    }
    git('add', '-A');
    git('commit', '-q', '-m', value);
  };
  const diff = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'diff-cli.ts'), ...args], {
      cwd: repository,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  beforeAll(() => {
    repository = mkdtempSync(join(tmpdir(), 'home-base-diff-test-'));
    git('init', '-q');
    commit('none', 'other.ts');
    commit('one');
    commit('two');
    writeFileSync(join(repository, 'schema/value.ts'), 'not committed');
  });
  afterAll(() => rmSync(repository, { recursive: true, force: true }));

  test('renders each commit with its own code and ends like diff: 1 and what differs, 0 and nothing', () => {
    const found = diff('HEAD~1', 'HEAD');
    expect(found).toMatchObject({ status: 1, stderr: '' });
    expect(found.stdout).toContain('core/ConfigMap/x/a\n    - data.value: "one"\n    + data.value: "two"\n');
    expect(found.stdout).toContain('0 new, 0 gone, 1 changed');
    expect(diff('HEAD', 'HEAD')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('ends with 2 and says why when there is nothing to compare', () => {
    expect(diff('HEAD', 'nowhere')).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no commit "nowhere"') });
    expect(diff('HEAD~2', 'HEAD')).toMatchObject({ status: 2, stderr: expect.stringContaining('it is older than what can be compared') });
    expect(diff('--output=x', 'HEAD').status).toBe(2);
    expect(diff('HEAD').stderr).toContain('Exit status, as of diff');
    expect(diff('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('catalog:diff -- OLD NEW') });
  });
});
