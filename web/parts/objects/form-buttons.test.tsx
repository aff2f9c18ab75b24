import { objectCollections } from '@home-base/catalog/objects/object-kinds.ts';
import { renderToString } from 'react-dom/server';
import { createRoutesStub } from 'react-router';
import { expect, test } from 'vitest';
import { noChoices, objectSamples } from '../testing/objects.ts';
import { fillName, readQuantities, useZodForm } from '../zod-form.ts';
import { pageOf } from './kinds.ts';
import { ObjectForm } from './object-form.tsx';

const choices = { ...noChoices, nodes: [{ cpuMillis: 4000, memoryBytes: 16 * 1024 ** 3 }] };

/** What the buttons of a kind's form send beside its fields: names and values, as the server writes them. */
function buttonsOf(collection: (typeof objectCollections)[number]): { name: string; value: string }[] {
  const kind = pageOf(collection);
  function Page() {
    const defaultValue = { spec: kind.form.fill(objectSamples[collection]) };
    const [form, fields] = useZodForm(kind.form.schema, { id: 'f', lastResult: undefined, defaultValue });
    const fieldsProps = { form, fields, isNew: true, size: 'small' as const, choices, at: '/installations/x' };
    return <ObjectForm title="" trail={[]} kind={kind} fieldsProps={fieldsProps} submit="Save" busy="" cancel="/" />;
  }
  const Stub = createRoutesStub([{ path: '/', Component: Page }]);
  return [...renderToString(<Stub initialEntries={['/']} />).matchAll(/<button[^>]*>/g)].flatMap(([tag]) => {
    const name = / name="([^"]*)"/.exec(tag)?.[1];
    const value = / value="([^"]*)"/.exec(tag)?.[1];
    return name && value ? [{ name, value: value.replaceAll('&quot;', '"').replaceAll('&amp;', '&') }] : [];
  });
}

test('whatever a button of an object’s form asks for reaches the form without JavaScript', () => {
  const asked = objectCollections.flatMap(buttonsOf);
  for (const { name, value } of asked) {
    const sent = new FormData();
    sent.append(name, value);
    const intent: unknown = JSON.parse(String(readQuantities(sent).get('__intent__')));
    expect(intent).toEqual(
      name === fillName ? { type: 'validate', payload: { name: Object.keys(JSON.parse(value))[0] } } : JSON.parse(value),
    );
  }
  const kinds = asked.map(({ name, value }) => (name === fillName ? name : JSON.parse(value).type));
  expect(new Set(kinds)).toEqual(new Set([fillName, 'insert', 'remove']));
});
