import { serve } from '../serve.ts';

export { Limiter } from '../api/limiter.ts';
export { Room } from '../live/room.ts';

/** The Worker as it is deployed, but for the pages: React Router's build exists only after a build. */
export default serve(async () => new Response('a page'));
