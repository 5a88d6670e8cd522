// The grammar's rules that are used across files, and the numbers of the memoized ones.
//
// Follows: Grammar/python.gram. Each rule is a method with the rule's own name; it gives the node, or null with
// `mark` where it was. A rule whose outcome CPython memoizes is memoized here too where that can be told from
// outside: in the second pass a result recorded while the invalid_* rules were off is met again when they are on.

import type * as ast from '../ast/nodes';
import { ParserState } from './parserState';
import { T } from './tokens';

export const enum R {
  expression,
  star_expression,
  disjunction,
  conjunction,
  inversion,
  // The six levels of binary operators follow each other, loosest first.
  bitwise_or,
  bitwise_xor,
  bitwise_and,
  shift_expr,
  sum,
  term,
  factor,
  await_primary,
  primary,
  strings,
  arguments,
  star_target,
  target_with_star_atom,
  t_primary,
  del_target,
  invalid_named_expression,
  simple_stmt,
  block,
  closed_pattern,
  star_pattern,
  attr,
  type_param,
}

export abstract class Rules extends ParserState {
  // Expressions
  abstract expression(): ast.expr | null;
  abstract expressions(): ast.expr | null;
  abstract expression_without_invalid(): ast.expr | null;
  abstract yield_expr(): ast.expr | null;
  abstract annotated_rhs(): ast.expr | null;
  abstract star_expression(): ast.expr | null;
  abstract star_expressions(): ast.expr | null;
  abstract star_named_expression(): ast.expr | null;
  abstract star_named_expressions(): ast.expr[] | null;
  abstract assignment_expression(): ast.expr | null;
  abstract named_expression(): ast.expr | null;
  abstract disjunction(): ast.expr | null;
  abstract inversion(): ast.expr | null;
  abstract bitwise_or(): ast.expr | null;
  abstract sum(): ast.expr | null;
  abstract factor(): ast.expr | null;
  abstract primary(): ast.expr | null;
  abstract slices(): ast.expr | null;
  abstract atom(): ast.expr | null;
  abstract list(): ast.expr | null;
  abstract tuple(): ast.expr | null;
  abstract genexp(): ast.expr | null;
  abstract lambdef(): ast.expr | null;
  abstract strings(): ast.expr | null;

  // Calls and comprehensions
  abstract arguments(): ast.Call | null;
  abstract args(): ast.Call | null;
  abstract kwargs(): ast.Call | null;
  abstract starred_expression(): ast.expr | null;
  abstract for_if_clauses(): ast.comprehension[] | null;
  /** `assignment_expression | expression !':='` */
  abstract assignmentOrExpression(): ast.expr | null;

  // Targets
  abstract star_targets(): ast.expr | null;
  abstract star_target(): ast.expr | null;

  // Parameters; `lambda` tells a lambda's from a def's
  abstract params(lambda: boolean): ast.arguments_ | null;
  abstract type_params(): ast.type_param[] | null;

  // Statements
  abstract block(): ast.stmt[] | null;

  // Mistakes
  abstract invalid_expression(): void;
  abstract invalid_legacy_expression(): void;
  abstract invalid_named_expression(): void;
  abstract invalid_arithmetic(): void;
  abstract invalid_factor(): void;
  abstract invalid_group(): void;
  abstract invalid_comprehension(): void;
  abstract invalid_dict_comprehension(): void;
  abstract invalid_double_starred_kvpairs(): void;
  abstract invalid_replacement_field(): void;
  abstract invalid_arguments(): void;
  abstract invalid_kwarg(): void;
  abstract invalid_starred_expression(): void;
  abstract invalid_for_target(): void;

  // Helpers
  /** `','.e+ [',']`-like lists: elements separated by commas, at least one, else null. */
  protected gather<N>(element: () => N | null): N[] | null {
    let item = element.call(this);
    if (item === null) return null;
    const items: N[] = [];
    for (;;) {
      items.push(item);
      const mark = this.mark;
      if (!this.accept(T.COMMA)) return items;
      item = element.call(this);
      if (item === null) {
        this.mark = mark;
        return items;
      }
    }
  }

  /** Goes back to `mark`; gives null, for a rule to return. */
  protected reset(mark: number): null {
    this.mark = mark;
    return null;
  }
}
