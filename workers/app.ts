import { createRequestHandler, RouterContextProvider } from 'react-router';
import { serve } from './serve.ts';
import { appContext } from './web-context.ts';

export { Limiter } from './api/limiter.ts';
export { Room } from './live/room.ts';

const render = createRequestHandler(() => import('virtual:react-router/server-build'), import.meta.env.MODE);

export default serve((request, ctx) => {
  const context = new RouterContextProvider();
  context.set(appContext, { ctx });
  return render(request, context);
});
