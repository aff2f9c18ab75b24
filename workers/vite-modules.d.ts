/** What the build provides beside our files. */
interface ImportMeta {
  readonly env: { readonly MODE: string };
}

declare module 'virtual:react-router/server-build' {
  import type { ServerBuild } from 'react-router';
  const build: ServerBuild;
  export = build;
}
