import { createRequestHandler } from 'react-router';
import { serve } from './serve.ts';

export { Limiter } from './api/limiter.ts';
export { Room } from './live/room.ts';

export default serve(createRequestHandler(() => import('virtual:react-router/server-build'), import.meta.env.MODE));
