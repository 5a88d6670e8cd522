// What error messages call an expression, and which part of it cannot be a target.
//
// Follows: Parser/action_helpers.c (_PyPegen_get_expr_name, _PyPegen_get_invalid_target,
// _PyPegen_get_last_comprehension_item).

import type * as ast from '../ast/nodes';

/** What an error message calls the expression. */
export function getExprName(node: ast.expr): string {
  switch (node.kind) {
    case 'Attribute':
      return 'attribute';
    case 'Subscript':
      return 'subscript';
    case 'Starred':
      return 'starred';
    case 'Name':
      return 'name';
    case 'List':
      return 'list';
    case 'Tuple':
      return 'tuple';
    case 'Lambda':
      return 'lambda';
    case 'Call':
      return 'function call';
    case 'BoolOp':
    case 'BinOp':
    case 'UnaryOp':
      return 'expression';
    case 'GeneratorExp':
      return 'generator expression';
    case 'Yield':
    case 'YieldFrom':
      return 'yield expression';
    case 'Await':
      return 'await expression';
    case 'ListComp':
      return 'list comprehension';
    case 'SetComp':
      return 'set comprehension';
    case 'DictComp':
      return 'dict comprehension';
    case 'Dict':
      return 'dict literal';
    case 'Set':
      return 'set display';
    case 'JoinedStr':
    case 'FormattedValue':
      return 'f-string expression';
    case 'Constant':
      switch (node.value.type) {
        case 'None':
          return 'None';
        case 'bool':
          return node.value.value ? 'True' : 'False';
        case 'Ellipsis':
          return 'ellipsis';
        default:
          return 'literal';
      }
    case 'Compare':
      return 'comparison';
    case 'IfExp':
      return 'conditional expression';
    case 'NamedExpr':
      return 'named expression';
    case 'Slice':
      return 'slice';
  }
}

export type TargetsType = 'STAR_TARGETS' | 'DEL_TARGETS' | 'FOR_TARGETS';

/** The first part of `node` that cannot be assigned to (or deleted), null if there is none. */
export function getInvalidTarget(node: ast.expr, type: TargetsType): ast.expr | null {
  switch (node.kind) {
    case 'List':
    case 'Tuple':
      for (const elt of node.elts) {
        const invalid = getInvalidTarget(elt, type);
        if (invalid) return invalid;
      }
      return null;
    case 'Starred':
      return type === 'DEL_TARGETS' ? node : getInvalidTarget(node.value, type);
    case 'Compare':
      // `for a in b` reads as a comparison; its left side is the target.
      if (type !== 'FOR_TARGETS') return node;
      return node.ops[0] === 'In' ? getInvalidTarget(node.left, type) : null;
    case 'Name':
    case 'Subscript':
    case 'Attribute':
      return null;
    default:
      return node;
  }
}

/** The last expression of a comprehension's clauses. */
export function lastComprehensionItem(clauses: readonly ast.comprehension[]): ast.expr {
  const { ifs, iter } = clauses[clauses.length - 1];
  return ifs.length ? ifs[ifs.length - 1] : iter;
}
