import { createContext } from 'react-router';
import type { Ctx } from './context.ts';

/** How the request's Ctx reaches the loaders and actions of web/. */
export const appContext = createContext<{ ctx: Ctx }>();
