import { z } from 'zod';

/** Light, dark, or what the system says. */
export const Theme = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof Theme>;
export const themeWords: Record<Theme, string> = { system: 'Like the system', light: 'Light', dark: 'Dark' };
