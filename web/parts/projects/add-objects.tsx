import type { ObjectCollection } from '@home-base/catalog/objects/object-kinds.ts';
import { Form } from 'react-router';
import { SubmitButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/input.tsx';
import { Section } from '../../ui/section.tsx';
import { objectPlaces } from '../objects/places.ts';

/** Boxes for what belongs to no project yet. */
export function AddObjects({ kinds }: { kinds: { collection: ObjectCollection; objects: { value: string; name: string }[] }[] }) {
  return (
    <Section title="Add what is there" description="What belongs to another project is moved on its own page, under Edit.">
      <Form method="post" className="grid gap-4">
        {kinds.map(({ collection, objects }) => (
          <fieldset key={collection}>
            <legend className="font-medium">{objectPlaces[collection].title}</legend>
            <div className="flex flex-wrap gap-x-5 gap-y-1.5 pt-1">
              {objects.map(({ value, name }) => (
                <span key={value} className="flex items-center gap-1.5">
                  <Checkbox id={value} name="object" value={value} />
                  <label htmlFor={value}>{name}</label>
                </span>
              ))}
            </div>
          </fieldset>
        ))}
        <div>
          <SubmitButton variant="secondary" name="intent" value="add">
            Add to the project
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}
