import type { ControlProps } from '../ui/field.tsx';
import { Input } from '../ui/input.tsx';
import { writeBytes, writeCpu } from '../ui/quantity.ts';

/** Text field of an amount of memory or storage; takes "512 MiB", "16 GiB". The field's name must end in `Bytes` (parts/zod-form.ts). */
export function BytesInput(props: ControlProps) {
  return <Input {...props} autoComplete="off" spellCheck={false} defaultValue={shown(props.defaultValue, writeBytes)} />;
}

/** Text field of CPU in cores; takes "0.5" or "500m". The field's name must end in `Millis`. */
export function CpuInput(props: ControlProps) {
  return <Input {...props} autoComplete="off" spellCheck={false} inputMode="decimal" defaultValue={shown(props.defaultValue, writeCpu)} />;
}

/** A number is written for people; text that could not be read is shown as it was typed. */
function shown(value: string | undefined, write: (amount: number) => string): string | undefined {
  return value !== undefined && /^\d+$/.test(value) ? write(Number(value)) : value;
}
