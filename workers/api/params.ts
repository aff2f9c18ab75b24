import { idSchema } from '@home-base/schema/ids/id.ts';
import { z } from 'zod';

/** Path parameters that many routes share. */
export const InstallationParams = z.object({ installationId: idSchema('installation') });
