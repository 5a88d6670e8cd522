/** mocha's browser build: the one object it gives away. */
declare module 'mocha/mocha.js' {
  const mocha: {
    setup(options: Record<string, unknown>): void;
    constructor: { prototype: { run(this: unknown, done: (failures: number) => void): void } };
  };
  export default mocha;
}

/** Every *.test.ts beside index.ts: the bundler makes this module. */
declare module 'all-tests';
