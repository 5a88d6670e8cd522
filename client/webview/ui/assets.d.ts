/** What esbuild bundles besides TypeScript: icons as text, style sheets for their effect. */
declare module '*.svg' {
  const text: string;
  export default text;
}
declare module '*.css';
