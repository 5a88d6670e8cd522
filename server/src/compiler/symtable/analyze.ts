// The second pass over the symbol table: which names are local, cells, free or global, and which comprehensions are
// inlined (PEP 709). Follows symtable_analyze and its helpers in Python/symtable.c.

import { syntaxError } from '../errors';
import { setOrder } from '../setOrder';
import {
  CELL,
  Comprehension,
  DEF_BOUND,
  DEF_COMP_CELL,
  DEF_FREE_CLASS,
  DEF_GLOBAL,
  DEF_NONLOCAL,
  DEF_PARAM,
  DEF_TYPE_PARAM,
  FREE,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  LOCAL,
  SCOPE_OFFSET,
  symbolToScope,
  type SymtableEntry,
} from './entry';

function errorAtDirective(entry: SymtableEntry, name: string, msg: string): never {
  for (const directive of entry.directives ?? []) {
    if (directive.name === name) syntaxError(directive.loc, msg);
  }
  throw new Error('internal directive bookkeeping broken');
}

interface Names {
  /** Names bound in enclosing function scopes; null in a module. */
  bound: Set<string> | null;
  /** Names bound in this block. */
  local: Set<string>;
  /** Names found free here or further in. */
  free: Set<string>;
  /** Names an enclosing block declares global. */
  global: Set<string>;
  typeParams: Set<string>;
  /** Scope by name, for this block. */
  scopes: Map<string, number>;
}

function analyzeName(
  entry: SymtableEntry,
  name: string,
  flags: number,
  names: Names,
  classEntry: SymtableEntry | null,
): void {
  const { bound, scopes } = names;
  if (flags & DEF_GLOBAL) {
    if (flags & DEF_NONLOCAL) errorAtDirective(entry, name, `name '${name}' is nonlocal and global`);
    scopes.set(name, GLOBAL_EXPLICIT);
    names.global.add(name);
    bound?.delete(name);
    return;
  }
  if (flags & DEF_NONLOCAL) {
    if (bound === null) errorAtDirective(entry, name, 'nonlocal declaration not allowed at module level');
    if (!bound.has(name)) errorAtDirective(entry, name, `no binding for nonlocal '${name}' found`);
    if (names.typeParams.has(name)) {
      errorAtDirective(entry, name, `nonlocal binding not allowed for type parameter '${name}'`);
    }
    scopes.set(name, FREE);
    names.free.add(name);
    return;
  }
  if (flags & DEF_BOUND) {
    scopes.set(name, LOCAL);
    names.local.add(name);
    names.global.delete(name);
    if (flags & DEF_TYPE_PARAM) names.typeParams.add(name);
    else names.typeParams.delete(name);
    return;
  }
  // A block that sees its class's names looks there and in the globals, not in the functions around the class.
  if (classEntry !== null) {
    const classFlags = classEntry.getSymbol(name);
    if (classFlags & DEF_GLOBAL) {
      scopes.set(name, GLOBAL_EXPLICIT);
      return;
    }
    if (classFlags & DEF_BOUND && !(classFlags & DEF_NONLOCAL)) {
      scopes.set(name, GLOBAL_IMPLICIT);
      return;
    }
  }
  if (bound !== null && bound.has(name)) {
    scopes.set(name, FREE);
    names.free.add(name);
    return;
  }
  scopes.set(name, GLOBAL_IMPLICIT);
}

function isFreeInAnyChild(entry: SymtableEntry, name: string): boolean {
  for (const child of entry.children) if (child.getScope(name) === FREE) return true;
  return false;
}

/** Merges an inlined comprehension's names into the block around it. */
function inlineComprehension(
  entry: SymtableEntry,
  comp: SymtableEntry,
  scopes: Map<string, number>,
  compFree: Set<string>,
  inlinedCells: Set<string>,
): void {
  let removeDunderClass = false;
  for (const [name, compFlags] of comp.symbols) {
    if (compFlags & DEF_PARAM) continue; // the iterable, `.0`
    let scope = symbolToScope(compFlags);
    const onlyFlags = compFlags & ((1 << SCOPE_OFFSET) - 1);
    if (scope === CELL || onlyFlags & DEF_COMP_CELL) inlinedCells.add(name);
    const existing = entry.symbols.get(name);
    // `__class__` is never free through a class.
    if (scope === FREE && entry.type === 'ClassBlock' && name === '__class__') {
      scope = GLOBAL_IMPLICIT;
      compFree.delete(name);
      removeDunderClass = true;
    }
    if (existing === undefined) {
      entry.symbols.set(name, onlyFlags);
      scopes.set(name, scope);
    } else if (existing & DEF_BOUND && entry.type !== 'ClassBlock' && !isFreeInAnyChild(comp, name)) {
      // Free in the comprehension but bound out here: now simply a local.
      compFree.delete(name);
    }
  }
  if (removeDunderClass) comp.symbols.delete('__class__');
}

/** Locals that an inner block uses become cells. */
function analyzeCells(scopes: Map<string, number>, free: Set<string>, inlinedCells: Set<string>): void {
  if (free.size === 0 && inlinedCells.size === 0) return;
  for (const [name, scope] of scopes) {
    if (scope !== LOCAL || !(free.has(name) || inlinedCells.has(name))) continue;
    scopes.set(name, CELL);
    free.delete(name);
  }
}

function updateSymbols(
  entry: SymtableEntry,
  scopes: Map<string, number>,
  bound: Set<string> | null,
  free: Set<string>,
  inlinedCells: Set<string>,
): void {
  const { symbols } = entry;
  const classFlag = entry.type === 'ClassBlock' || entry.canSeeClassScope;
  for (const [name, oldFlags] of symbols) {
    let flags = oldFlags;
    if (inlinedCells.has(name)) flags |= DEF_COMP_CELL;
    symbols.set(name, flags | (scopes.get(name)! << SCOPE_OFFSET));
  }
  // A comprehension inlined in a class keeps all its names apart, in this order: here the order of the set shows.
  const ordered = entry.inClass && entry.comprehension !== Comprehension.None ? setOrder(free) : free;
  for (const name of ordered) {
    const flags = symbols.get(name);
    if (flags !== undefined) {
      // A method's free variable that its class has too.
      if (classFlag) symbols.set(name, flags | DEF_FREE_CLASS);
      continue;
    }
    if (bound !== null && !bound.has(name)) continue; // a global
    symbols.set(name, FREE << SCOPE_OFFSET);
  }
}

function addAll(to: Set<string>, from: Iterable<string>): void {
  for (const name of from) to.add(name);
}

function analyzeBlock(
  entry: SymtableEntry,
  bound: Set<string> | null,
  free: Set<string>,
  global: Set<string>,
  typeParams: Set<string>,
  classEntry: SymtableEntry | null,
): void {
  const local = new Set<string>();
  const scopes = new Map<string, number>();
  const newGlobal = new Set<string>();
  const newFree = new Set<string>();
  const newBound = new Set<string>();
  const inlinedCells = new Set<string>();
  const isClass = entry.type === 'ClassBlock';

  // A class's own names are not visible in its methods: pass down what came from outside, before it is changed here.
  if (isClass) {
    addAll(newGlobal, global);
    if (bound !== null) addAll(newBound, bound);
  }
  const names: Names = { bound, local, free, global, typeParams, scopes };
  for (const [name, flags] of entry.symbols) analyzeName(entry, name, flags, names, classEntry);
  if (!isClass) {
    if (entry.isFunctionLike) addAll(newBound, local);
    if (bound !== null) addAll(newBound, bound);
    addAll(newGlobal, global);
  } else {
    newBound.add('__class__');
    newBound.add('__classdict__');
  }

  let anyInlined = false;
  for (const child of entry.children) {
    let newClassEntry: SymtableEntry | null = null;
    if (child.canSeeClassScope) newClassEntry = isClass ? entry : classEntry;
    // All comprehensions are inlined but generator expressions and those in annotation scopes within classes.
    const inline = child.comprehension !== Comprehension.None && !child.generator && !entry.canSeeClassScope;
    const childFree = new Set(newFree);
    analyzeBlock(child, new Set(newBound), childFree, new Set(newGlobal), new Set(typeParams), newClassEntry);
    if (inline) {
      inlineComprehension(entry, child, scopes, childFree, inlinedCells);
      child.compInlined = true;
      anyInlined = true;
    }
    addAll(newFree, childFree);
  }
  if (anyInlined) {
    entry.children = entry.children.flatMap((child) => (child.compInlined ? child.children : [child]));
  }

  if (entry.isFunctionLike) analyzeCells(scopes, newFree, inlinedCells);
  else if (isClass) {
    if (newFree.delete('__class__')) entry.needsClassClosure = true;
    if (newFree.delete('__classdict__')) entry.needsClassdict = true;
  }
  updateSymbols(entry, scopes, bound, newFree, inlinedCells);
  addAll(free, newFree);
}

/** Gives every symbol of `top` and of the blocks in it its scope. Raises for impossible declarations. */
export function analyzeSymtable(top: SymtableEntry): void {
  analyzeBlock(top, null, new Set(), new Set(), new Set(), null);
}
