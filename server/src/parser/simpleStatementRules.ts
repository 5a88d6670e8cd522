// Statements of one line: expressions, assignments, imports, del, return and the like.
//
// Follows: Grammar/python.gram (SIMPLE STATEMENTS, Import statements, Type statement).

import type * as ast from '../ast/nodes';
import * as mk from './nodes';
import { PatternRules } from './patternRules';
import { R } from './rules';
import { T } from './tokens';

const augmented: ast.operator[] = [];
const augassign: [T, ast.operator][] = [
  [T.PLUSEQUAL, 'Add'],
  [T.MINEQUAL, 'Sub'],
  [T.STAREQUAL, 'Mult'],
  [T.ATEQUAL, 'MatMult'],
  [T.SLASHEQUAL, 'Div'],
  [T.PERCENTEQUAL, 'Mod'],
  [T.AMPEREQUAL, 'BitAnd'],
  [T.VBAREQUAL, 'BitOr'],
  [T.CIRCUMFLEXEQUAL, 'BitXor'],
  [T.LEFTSHIFTEQUAL, 'LShift'],
  [T.RIGHTSHIFTEQUAL, 'RShift'],
  [T.DOUBLESTAREQUAL, 'Pow'],
  [T.DOUBLESLASHEQUAL, 'FloorDiv'],
];
for (const [token, operator] of augassign) augmented[token] = operator;

export abstract class SimpleStatementRules extends PatternRules {
  abstract invalid_assignment(): void;
  abstract invalid_del_stmt(): void;
  abstract invalid_import(): void;
  abstract invalid_import_from_targets(): void;

  /** `';'.simple_stmt+ [';'] NEWLINE`, added to `out`; whether there was such a line. */
  simple_stmts(out: ast.stmt[]): boolean {
    const mark = this.mark;
    const length = out.length;
    let statement = this.simple_stmt();
    while (statement) {
      out.push(statement);
      if (!this.accept(T.SEMI)) break;
      const before = this.mark;
      statement = this.simple_stmt();
      if (!statement) this.mark = before;
    }
    if (this.mark !== mark && this.accept(T.NEWLINE)) return true;
    out.length = length;
    this.mark = mark;
    return false;
  }

  private simple_stmt(): ast.stmt | null {
    if (!this.firstPass && this.recall(R.simple_stmt)) return this.recalled as ast.stmt | null;
    const mark = this.mark;
    const node = this.simpleStatement() ?? this.reset(mark);
    return this.firstPass ? node : this.remember(R.simple_stmt, mark, node);
  }

  private simpleStatement(): ast.stmt | null {
    const token = this.peek();
    // No assignment and no expression begins with one of these keywords.
    switch (token.type) {
      case T.return:
        return this.return_stmt();
      case T.import:
      case T.from:
        return this.import_stmt();
      case T.raise:
        return this.raise_stmt();
      case T.pass:
        this.mark++;
        return { kind: 'Pass', ...mk.position(token, token) };
      case T.del:
        return this.del_stmt();
      case T.assert:
        return this.assert_stmt();
      case T.break:
        this.mark++;
        return { kind: 'Break', ...mk.position(token, token) };
      case T.continue:
        this.mark++;
        return { kind: 'Continue', ...mk.position(token, token) };
      case T.global:
      case T.nonlocal:
        return this.scope_stmt();
      default:
    }
    if (this.firstPass) {
      const plain = this.plainStatement();
      if (plain) return plain;
    }
    const mark = this.mark;
    const assignment = this.assignment();
    if (assignment) return assignment;
    this.mark = mark;
    const alias = this.type_alias();
    if (alias) return alias;
    const value = this.star_expressions() ?? this.yield_expr();
    return value && { kind: 'Expr', value, ...mk.position(token, this.last()) };
  }

  /**
   * First pass: an expression or assignment read once, the left side turned into a target where it is one. Gives
   * null, with nothing consumed, for whatever is not that plain.
   */
  private plainStatement(): ast.stmt | null {
    const mark = this.mark;
    const token = this.peek();
    const left = this.annotated_rhs();
    if (!left) return this.reset(mark);
    const type = this.type();
    if (type === T.NEWLINE || type === T.SEMI) {
      return { kind: 'Expr', value: left, ...mk.position(token, this.last()) };
    }
    if (type === T.EQUAL) {
      const targets: ast.expr[] = [];
      let value: ast.expr | null = left;
      while (this.accept(T.EQUAL)) {
        if (!value || !this.isTarget(value)) return this.reset(mark);
        targets.push(this.withContext(value, 'Store'));
        value = this.annotated_rhs();
      }
      if (!value) return this.reset(mark);
      return { kind: 'Assign', targets, value, ...mk.position(token, this.last()) };
    }
    if (type === T.COLON) {
      if (left.kind !== 'Name' && left.kind !== 'Attribute' && left.kind !== 'Subscript') return this.reset(mark);
      const simple = this.mark === mark + 1 ? 1 : 0;
      this.mark++;
      return this.annotation(this.withContext(left, 'Store'), simple, mark) ?? this.reset(mark);
    }
    const op = augmented[type];
    if (op === undefined) return this.reset(mark);
    if (left.kind !== 'Name' && left.kind !== 'Attribute' && left.kind !== 'Subscript') return this.reset(mark);
    this.mark++;
    const value = this.annotated_rhs();
    if (!value) return this.reset(mark);
    const target = this.withContext(left, 'Store') as ast.Name | ast.Attribute | ast.Subscript;
    return { kind: 'AugAssign', target, op, value, ...mk.position(token, this.last()) };
  }

  /** Whether an expression just read is also a `star_targets`. */
  private isTarget(node: ast.expr): boolean {
    switch (node.kind) {
      case 'Name':
      case 'Attribute':
      case 'Subscript':
        return true;
      case 'Starred':
        return node.value.kind !== 'Starred' && this.isTarget(node.value);
      case 'Tuple':
      case 'List':
        return node.elts.every((elt) => this.isTarget(elt));
      default:
        return false;
    }
  }

  private assignment(): ast.stmt | null {
    const mark = this.mark;
    const start = this.peek();
    const name = this.expect(T.NAME);
    if (name && this.accept(T.COLON)) {
      const target = mk.Name(this.identifier(name), 'Store', name, name);
      const node = this.annotation(target, 1, mark);
      if (node) return node;
    }
    this.mark = mark;
    const target = this.annotationTarget();
    if (target && this.accept(T.COLON)) {
      const node = this.annotation(target, 0, mark);
      if (node) return node;
    }

    this.mark = mark;
    const targets = this.assignmentTargets();
    if (targets.length) {
      const value = this.annotated_rhs();
      if (value && this.type() !== T.EQUAL) {
        return { kind: 'Assign', targets, value, ...mk.position(start, this.last()) };
      }
    }

    this.mark = mark;
    const single = this.single_target();
    if (single) {
      const op = this.augassign();
      if (op) {
        // CPython commits itself here, so that invalid_assignment is not tried either.
        const value = this.annotated_rhs();
        if (!value) return this.reset(mark);
        return { kind: 'AugAssign', target: single, op, value, ...mk.position(start, this.last()) };
      }
    }
    this.mark = mark;
    if (this.call_invalid_rules) this.invalid_assignment();
    return this.reset(mark);
  }

  /** `'(' single_target ')' | single_subscript_attribute_target` */
  private annotationTarget(): ast.expr | null {
    const mark = this.mark;
    if (this.accept(T.LPAR)) {
      const target = this.single_target();
      if (target && this.accept(T.RPAR)) return target;
      this.mark = mark;
    }
    return this.attributeOrSubscript('Store');
  }

  /** What follows the ':' of an annotated assignment. */
  private annotation(target: ast.expr, simple: number, start: number): ast.stmt | null {
    const annotation = this.expression();
    if (!annotation) return null;
    let value: ast.expr | null = null;
    const mark = this.mark;
    if (this.accept(T.EQUAL)) {
      value = this.annotated_rhs();
      if (!value) this.mark = mark;
    }
    return {
      kind: 'AnnAssign',
      target: target as ast.Name | ast.Attribute | ast.Subscript,
      annotation,
      value,
      simple,
      ...mk.position(this.tokens[start], this.last()),
    };
  }

  /** `(star_targets '=')*` */
  protected assignmentTargets(): ast.expr[] {
    const targets: ast.expr[] = [];
    for (;;) {
      const mark = this.mark;
      const target = this.star_targets();
      if (!target || !this.accept(T.EQUAL)) {
        this.mark = mark;
        return targets;
      }
      targets.push(target);
    }
  }

  protected augassign(): ast.operator | null {
    const op = augmented[this.type()];
    if (op === undefined) return null;
    this.mark++;
    return op;
  }

  private return_stmt(): ast.stmt {
    const token = this.tokens[this.mark++];
    const value = this.star_expressions();
    return { kind: 'Return', value, ...mk.position(token, this.last()) };
  }

  private raise_stmt(): ast.stmt {
    const token = this.tokens[this.mark++];
    const exc = this.expression();
    let cause: ast.expr | null = null;
    const mark = this.mark;
    if (exc && this.accept(T.from)) {
      cause = this.expression();
      if (!cause) this.mark = mark;
    }
    return { kind: 'Raise', exc, cause, ...mk.position(token, this.last()) };
  }

  private scope_stmt(): ast.stmt | null {
    const mark = this.mark;
    const token = this.tokens[this.mark++];
    const names = this.gather(this.name);
    if (!names) return this.reset(mark);
    const kind = token.type === T.global ? 'Global' : 'Nonlocal';
    return { kind, names: names.map((name) => name.id), ...mk.position(token, this.last()) };
  }

  private del_stmt(): ast.stmt | null {
    const mark = this.mark;
    const token = this.tokens[this.mark++];
    const targets = this.del_targets();
    if (targets && (this.type() === T.SEMI || this.type() === T.NEWLINE)) {
      return { kind: 'Delete', targets, ...mk.position(token, this.last()) };
    }
    this.mark = mark;
    if (this.call_invalid_rules) this.invalid_del_stmt();
    return this.reset(mark);
  }

  private assert_stmt(): ast.stmt | null {
    const start = this.mark;
    const token = this.tokens[this.mark++];
    const test = this.expression();
    if (!test) return this.reset(start);
    let msg: ast.expr | null = null;
    const mark = this.mark;
    if (this.accept(T.COMMA)) {
      msg = this.expression();
      if (!msg) this.mark = mark;
    }
    return { kind: 'Assert', test, msg, ...mk.position(token, this.last()) };
  }

  // --- Imports

  private import_stmt(): ast.stmt | null {
    const mark = this.mark;
    if (this.call_invalid_rules) {
      this.invalid_import();
      this.mark = mark;
    }
    const token = this.tokens[this.mark++];
    if (token.type === T.import) {
      const names = this.gather(this.dotted_as_name);
      return names ? { kind: 'Import', names, ...mk.position(token, this.last()) } : this.reset(mark);
    }
    let level = 0;
    for (;;) {
      if (this.accept(T.DOT)) level += 1;
      else if (this.accept(T.ELLIPSIS)) level += 3;
      else break;
    }
    const module = this.dotted_name();
    if (!module && level === 0) return this.reset(mark);
    const names = this.accept(T.import) ? this.import_from_targets() : null;
    if (!names) return this.reset(mark);
    return { kind: 'ImportFrom', module: module ? module.id : null, names, level, ...mk.position(token, this.last()) };
  }

  private import_from_targets(): ast.alias[] | null {
    const mark = this.mark;
    if (this.accept(T.LPAR)) {
      const names = this.import_from_as_names();
      if (names) {
        this.accept(T.COMMA);
        if (this.accept(T.RPAR)) return names;
      }
      this.mark = mark;
    }
    const names = this.import_from_as_names();
    if (names && this.type() !== T.COMMA) return names;
    this.mark = mark;
    const star = this.expect(T.STAR);
    if (star) return [mk.alias('*', null, star, star)];
    if (this.call_invalid_rules) this.invalid_import_from_targets();
    return this.reset(mark);
  }

  import_from_as_names(): ast.alias[] | null {
    return this.gather(this.import_from_as_name);
  }

  private import_from_as_name(): ast.alias | null {
    return this.aliasOf(this.name());
  }

  private dotted_as_name(): ast.alias | null {
    return this.aliasOf(this.dotted_name());
  }

  /** `['as' NAME]` after an imported name. */
  private aliasOf(name: ast.Name | null): ast.alias | null {
    if (!name) return null;
    const mark = this.mark;
    let asname: ast.Name | null = null;
    if (this.accept(T.as)) {
      asname = this.name();
      if (!asname) this.mark = mark;
    }
    return mk.alias(name.id, asname ? asname.id : null, name, this.last());
  }

  dotted_name(): ast.Name | null {
    let node = this.name();
    while (node) {
      const mark = this.mark;
      if (!this.accept(T.DOT)) break;
      const name = this.name();
      if (!name) {
        this.mark = mark;
        break;
      }
      node = mk.Name(`${node.id}.${name.id}`, 'Load', node, name);
    }
    return node;
  }

  // --- type X = …

  private type_alias(): ast.stmt | null {
    const mark = this.mark;
    const token = this.expectSoftKeyword('type');
    if (!token) return null;
    const name = this.expect(T.NAME);
    if (name) {
      const type_params = this.type_params();
      if (this.accept(T.EQUAL)) {
        const value = this.expression();
        if (value) {
          const target = mk.Name(this.identifier(name), 'Store', name, name);
          return {
            kind: 'TypeAlias',
            name: target,
            type_params: type_params ?? [],
            value,
            ...mk.position(token, this.last()),
          };
        }
      }
    }
    return this.reset(mark);
  }
}
