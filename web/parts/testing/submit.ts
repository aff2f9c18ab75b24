import { writeBytes, writeCpu } from '../../ui/quantity.ts';

/** What a browser would send for a form filled with `value`: names with dots and brackets, boxes that are off left out. `repeated`: lists drawn as boxes. */
export function submit(value: unknown, { repeated = [] }: { repeated?: string[] } = {}): FormData {
  const form = new FormData();
  const add = (item: unknown, name: string) => {
    if (Array.isArray(item) && repeated.some((last) => name.endsWith(last))) for (const each of item) form.append(name, String(each));
    else if (Array.isArray(item))
      item.forEach((each, index) => {
        add(each, `${name}[${index}]`);
      });
    else if (item !== null && typeof item === 'object')
      for (const [key, each] of Object.entries(item)) add(each, name ? `${name}.${key}` : key);
    else if (item === true) form.append(name, 'on');
    else if (typeof item === 'number' && name.endsWith('Millis')) form.append(name, writeCpu(item));
    else if (typeof item === 'number' && name.endsWith('Bytes')) form.append(name, writeBytes(item));
    else if (item !== undefined && item !== false) form.append(name, String(item));
  };
  add(value, '');
  return form;
}
