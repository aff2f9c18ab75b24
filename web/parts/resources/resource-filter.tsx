import { findBattery } from '@home-base/catalog/registry.ts';
import { healthStates, resourceStates } from '@home-base/schema/wire/agent.ts';
import { Search } from 'lucide-react';
import { type FormEvent, useEffect, useRef } from 'react';
import { Form, useSubmit } from 'react-router';
import { Button } from '../../ui/button.tsx';
import { Input, Select } from '../../ui/input.tsx';

type Filter = Partial<Record<'health' | 'state' | 'battery' | 'kind' | 'namespace' | 'owner' | 'text', string | undefined>>;
type Facets = { kinds: string[]; namespaces: string[]; batteries: string[] };

const typingMs = 250;

/** A form that asks for the same page with another filter: at once when something is chosen, on Enter or the button without JavaScript. */
export function ResourceFilter({ filter, facets }: { filter: Filter; facets: Facets }) {
  const submit = useSubmit();
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(typing.current), []);
  const ask = (form: HTMLFormElement) => void submit(withoutEmpty(form), { replace: true, preventScrollReset: true });
  const changed = (event: FormEvent<HTMLFormElement>) => {
    const form = event.currentTarget;
    clearTimeout(typing.current);
    typing.current = setTimeout(() => ask(form), event.target instanceof HTMLInputElement ? typingMs : 0);
  };
  return (
    <search>
      <Form
        // A filter that came by a link or by Back shows in the fields, too.
        key={JSON.stringify({ ...filter, text: undefined })}
        method="get"
        onChange={changed}
        onSubmit={(event) => {
          event.preventDefault();
          ask(event.currentTarget);
        }}
        className="grid grid-cols-2 gap-2 sm:grid-cols-[minmax(10rem,1fr)_repeat(5,minmax(0,9rem))_auto]"
      >
        <Input
          type="search"
          name="text"
          defaultValue={filter.text}
          aria-label="Search by name"
          placeholder="Search by name"
          autoComplete="off"
          className="col-span-2 sm:col-span-1"
        />
        <Choice name="health" label="Health" value={filter.health} options={healthStates.map((each) => [each, each])} />
        <Choice name="state" label="State" value={filter.state} options={resourceStates.map((each) => [each, each])} />
        <Choice
          name="battery"
          label="Battery"
          value={filter.battery}
          options={facets.batteries.map((type) => [type, findBattery(type)?.name ?? type])}
        />
        <Choice name="kind" label="Kind" value={filter.kind} options={facets.kinds.map((kind) => [kind, kind])} />
        <Choice name="namespace" label="Namespace" value={filter.namespace} options={facets.namespaces.map((each) => [each, each])} />
        {filter.owner && <input type="hidden" name="owner" value={filter.owner} />}
        <Button type="submit" icon={Search}>
          Filter
        </Button>
      </Form>
    </search>
  );
}

function Choice({
  name,
  label,
  value,
  options,
}: {
  name: string;
  label: string;
  value: string | undefined;
  options: [value: string, label: string][];
}) {
  return (
    <Select name={name} aria-label={label} defaultValue={value ?? ''}>
      <option value="">{label}: all</option>
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </Select>
  );
}

/** The fields that say something, so that the address stays short. */
function withoutEmpty(form: HTMLFormElement): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string' && value !== '') params.set(name, value);
  return params;
}
