// The symbol table: what each name of each block is. Two passes: build, then analyze.

export { Symtable, type BlockKey } from './symtable/build';
export * from './symtable/entry';
