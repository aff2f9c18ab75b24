declare module '*.css';

/** Vite answers with the address of the file. */
declare module '*.woff2?url' {
  const url: string;
  export default url;
}
