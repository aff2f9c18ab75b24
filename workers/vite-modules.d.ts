/** What the build provides beside our files. */
interface ImportMeta {
  readonly env: { readonly MODE: string };
}

declare module 'virtual:react-router/server-build' {
  const build: import('react-router').ServerBuild;
  export = build;
}
