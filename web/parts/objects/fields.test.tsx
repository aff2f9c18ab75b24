import { objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { renderToString } from 'react-dom/server';
import { createRoutesStub } from 'react-router';
import { expect, test } from 'vitest';
import { objectSamples } from '../testing/objects.ts';
import { submit } from '../testing/submit.ts';
import { useZodForm } from '../zod-form.ts';
import type { FormChoices } from './form-choices.ts';
import { pageOf } from './kinds.ts';
import { ObjectForm } from './object-form.tsx';

const choices: FormChoices = {
  nodes: [{ cpuMillis: 4000, memoryBytes: 16 * 1024 ** 3 }],
  growsNodes: false,
  storageClasses: [{ name: 'fast', isDefault: true }],
  backups: [{ name: 'pg-orders-20260101', cluster: 'pg-orders' }],
  enabled: ['keycloak', 'sso', 'cloudnative_pg_barman'],
  projects: [{ id: 'proj_01k4m2r8fhe9qv7n3p5s6t8w9x', name: 'shop' }],
  postgresClusters: ['orders'],
  replications: ['cache'],
};

/** The page's form as the server sends it. */
function html(collection: (typeof objectCollections)[number], isNew: boolean, given: FormChoices): string {
  const kind = pageOf(collection);
  const values = { spec: kind.form.fill(objectSamples[collection]), projectId: given.projects[0]?.id };
  function Page() {
    const [form, fields] = useZodForm(kind.form.schema, { id: 'f', lastResult: undefined, defaultValue: values });
    const fieldsProps = { form, fields, isNew, size: 'small' as const, choices: given, at: '/installations/x' };
    return <ObjectForm title="" trail={[]} kind={kind} fieldsProps={fieldsProps} submit="Save" busy="" cancel="/" />;
  }
  const Stub = createRoutesStub([{ path: '/', Component: Page }]);
  return renderToString(<Stub initialEntries={['/']} />);
}

const namesIn = (page: string) => new Set([...page.matchAll(/ name="([^"]+)"/g)].map(([, name]) => name));

test.each(objectCollections)(
  '%s: the form draws every field, so that saving loses none, also of what can no longer be chosen',
  (collection) => {
    const sent = submit({ spec: pageOf(collection).form.fill(objectSamples[collection]), projectId: 'x' }, { repeated: ['roles'] });
    const bare = { ...choices, enabled: [], backups: [], storageClasses: [], postgresClusters: [], replications: [] };
    for (const [isNew, given] of [
      [true, choices],
      [false, choices],
      [false, bare],
    ] as const) {
      const drawn = namesIn(html(collection, isNew, given));
      expect([...new Set(sent.keys())].filter((name) => !drawn.has(name))).toEqual([]);
      const fields = Object.keys(objectKinds[collection].schema.shape);
      expect(fields.filter((field) => ![...drawn].some((name) => name?.startsWith(`spec.${field}`)))).toEqual([]);
    }
  },
);

test.each(objectCollections)(
  '%s: no control takes the place of a property of its form element, as one named nodeType would',
  (collection) => {
    for (const name of namesIn(html(collection, true, choices))) expect(name).toMatch(/^(spec\..+|projectId|fill-in|__intent__)$/);
  },
);

test('a size that no node could run, or that the model does not fit into, cannot be pressed and says why', () => {
  const page = html('models', true, choices);
  const preset = (size: string) =>
    /<button[^>]*>(?:(?!<\/button>).)*/g[Symbol.match](page)?.find((each) => each.includes(`normal">${size}`)) ?? '';
  expect(preset('tiny')).toContain('disabled=""');
  expect(preset('tiny')).toContain('Llama 3.1 8b needs 4.9 GiB');
  expect(preset('medium')).not.toContain('disabled=""');
  expect(preset('xlarge')).toContain('the largest node has 4 CPUs and 16 GiB');
});
