export declare const outdir: string;
export declare function buildTestPage(): Promise<unknown>;
/** Bytes of heap.js and heap.css, gzipped. */
export declare function bundleSize(): number;
