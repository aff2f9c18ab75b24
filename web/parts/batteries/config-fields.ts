import type { Battery } from '@home-base/catalog/define.ts';
import { z } from 'zod';
import type { FormField } from '../schema-form.tsx';

const Texts = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  unit: z.string().optional(),
  advanced: z.boolean().optional(),
});

/** The fields of a battery's configuration as a form draws them; read-only ones are fixed once it is enabled. */
export function configFields(battery: Battery, isEnabled: boolean): FormField[] {
  return Object.entries(battery.config.shape).map(([name, field]) => {
    const texts = Texts.parse(textsOf(field));
    const readOnly = isEnabled && battery.readOnly.includes(name);
    return {
      name,
      title: (texts.title ?? name) + (texts.unit ? ` (${texts.unit})` : ''),
      description: readOnly ? `${texts.description ?? ''} Fixed since the battery was enabled.`.trim() : texts.description,
      advanced: texts.advanced,
      readOnly,
      input: inputOf(withoutDefault(field)),
    };
  });
}

/**
 * The schema as a form can fill it. An unchecked box and an emptied list send nothing, which a default would turn back on: a box that is missing is
 * off, a list that is missing is empty. Everything is below `config`, as in the body of the verb, so that its issues find their fields.
 */
export function configForm(battery: Battery) {
  const shape = Object.entries(battery.config.shape).map(([name, field]) => {
    const inner = withoutDefault(field);
    if (inner instanceof z.ZodBoolean) return [name, z.boolean().default(false)] as const;
    return [name, inner instanceof z.ZodArray ? inner : field] as const;
  });
  return z.object({ config: z.object(Object.fromEntries(shape)) });
}

/** What is stored: only the fields that differ from the defaults, so that the rest follows the catalog. */
export function changedConfig(battery: Battery, config: Record<string, unknown>): Record<string, unknown> {
  const defaults: Record<string, unknown> = battery.config.parse({});
  return Object.fromEntries(Object.entries(config).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name])));
}

function withoutDefault(field: z.core.$ZodType): z.core.$ZodType {
  return field instanceof z.ZodDefault || field instanceof z.ZodOptional ? withoutDefault(field.def.innerType) : field;
}

/** `.meta()` may stand before or after `.default()`. */
function textsOf(field: z.core.$ZodType): object {
  return z.globalRegistry.get(field) ?? z.globalRegistry.get(withoutDefault(field)) ?? {};
}

function inputOf(field: z.core.$ZodType): FormField['input'] {
  if (field instanceof z.ZodBoolean) return { kind: 'switch' };
  if (field instanceof z.ZodArray) return { kind: 'list' };
  if (field instanceof z.ZodEnum) return { kind: 'choice', options: field.options.map(String) };
  if (field instanceof z.ZodNumber) return { kind: 'number', min: field.minValue ?? undefined, max: field.maxValue ?? undefined };
  return { kind: 'text' };
}
