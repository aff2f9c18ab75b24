import { UpdateInstallation } from '@home-base/schema/wire/installations.ts';
import { z } from 'zod';
import { madeFromName } from './made-from.tsx';

/** The general settings of an installation, and which ones the form was made from. */
export const SettingsForm = UpdateInstallation.extend({ [madeFromName]: z.string().optional() });
