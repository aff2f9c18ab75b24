import type { Size } from '@home-base/schema/wire/installations.ts';
import type { ZodForm } from '../zod-form.ts';
import type { FormChoices } from './form-choices.ts';
import type { Fields } from './form-tree.ts';

/** What the fields of every kind of object are given. `isNew`: what is fixed later can still be chosen. `size`: of the installation. */
export type FieldsProps = { form: ZodForm; fields: Fields; isNew: boolean; size: Size; choices: FormChoices; at: string };
