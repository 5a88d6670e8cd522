// placeholder
import type { expr } from '../ast/nodes';
export function unparse(e: expr): string { return e.kind; }
