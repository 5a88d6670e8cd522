// CPython 3.13's instruction set: numbers, names, inline caches, properties, stack effects. Generated from a real
// CPython 3.13 by scripts/gen-opcodes.py; do not edit. Numbers of 256 and more are pseudo instructions, which only the
// compiler sees. The compiler works in these numbers whatever the target; another version's come in at assembly.
/* eslint-disable */

export const enum Op {
  CACHE = 0,
  BEFORE_ASYNC_WITH = 1,
  BEFORE_WITH = 2,
  BINARY_SLICE = 4,
  BINARY_SUBSCR = 5,
  CHECK_EG_MATCH = 6,
  CHECK_EXC_MATCH = 7,
  CLEANUP_THROW = 8,
  DELETE_SUBSCR = 9,
  END_ASYNC_FOR = 10,
  END_FOR = 11,
  END_SEND = 12,
  EXIT_INIT_CHECK = 13,
  FORMAT_SIMPLE = 14,
  FORMAT_WITH_SPEC = 15,
  GET_AITER = 16,
  RESERVED = 17,
  GET_ANEXT = 18,
  GET_ITER = 19,
  GET_LEN = 20,
  GET_YIELD_FROM_ITER = 21,
  INTERPRETER_EXIT = 22,
  LOAD_ASSERTION_ERROR = 23,
  LOAD_BUILD_CLASS = 24,
  LOAD_LOCALS = 25,
  MAKE_FUNCTION = 26,
  MATCH_KEYS = 27,
  MATCH_MAPPING = 28,
  MATCH_SEQUENCE = 29,
  NOP = 30,
  POP_EXCEPT = 31,
  POP_TOP = 32,
  PUSH_EXC_INFO = 33,
  PUSH_NULL = 34,
  RETURN_GENERATOR = 35,
  RETURN_VALUE = 36,
  SETUP_ANNOTATIONS = 37,
  STORE_SLICE = 38,
  STORE_SUBSCR = 39,
  TO_BOOL = 40,
  UNARY_INVERT = 41,
  UNARY_NEGATIVE = 42,
  UNARY_NOT = 43,
  WITH_EXCEPT_START = 44,
  BINARY_OP = 45,
  BUILD_CONST_KEY_MAP = 46,
  BUILD_LIST = 47,
  BUILD_MAP = 48,
  BUILD_SET = 49,
  BUILD_SLICE = 50,
  BUILD_STRING = 51,
  BUILD_TUPLE = 52,
  CALL = 53,
  CALL_FUNCTION_EX = 54,
  CALL_INTRINSIC_1 = 55,
  CALL_INTRINSIC_2 = 56,
  CALL_KW = 57,
  COMPARE_OP = 58,
  CONTAINS_OP = 59,
  CONVERT_VALUE = 60,
  COPY = 61,
  COPY_FREE_VARS = 62,
  DELETE_ATTR = 63,
  DELETE_DEREF = 64,
  DELETE_FAST = 65,
  DELETE_GLOBAL = 66,
  DELETE_NAME = 67,
  DICT_MERGE = 68,
  DICT_UPDATE = 69,
  ENTER_EXECUTOR = 70,
  EXTENDED_ARG = 71,
  FOR_ITER = 72,
  GET_AWAITABLE = 73,
  IMPORT_FROM = 74,
  IMPORT_NAME = 75,
  IS_OP = 76,
  JUMP_BACKWARD = 77,
  JUMP_BACKWARD_NO_INTERRUPT = 78,
  JUMP_FORWARD = 79,
  LIST_APPEND = 80,
  LIST_EXTEND = 81,
  LOAD_ATTR = 82,
  LOAD_CONST = 83,
  LOAD_DEREF = 84,
  LOAD_FAST = 85,
  LOAD_FAST_AND_CLEAR = 86,
  LOAD_FAST_CHECK = 87,
  LOAD_FAST_LOAD_FAST = 88,
  LOAD_FROM_DICT_OR_DEREF = 89,
  LOAD_FROM_DICT_OR_GLOBALS = 90,
  LOAD_GLOBAL = 91,
  LOAD_NAME = 92,
  LOAD_SUPER_ATTR = 93,
  MAKE_CELL = 94,
  MAP_ADD = 95,
  MATCH_CLASS = 96,
  POP_JUMP_IF_FALSE = 97,
  POP_JUMP_IF_NONE = 98,
  POP_JUMP_IF_NOT_NONE = 99,
  POP_JUMP_IF_TRUE = 100,
  RAISE_VARARGS = 101,
  RERAISE = 102,
  RETURN_CONST = 103,
  SEND = 104,
  SET_ADD = 105,
  SET_FUNCTION_ATTRIBUTE = 106,
  SET_UPDATE = 107,
  STORE_ATTR = 108,
  STORE_DEREF = 109,
  STORE_FAST = 110,
  STORE_FAST_LOAD_FAST = 111,
  STORE_FAST_STORE_FAST = 112,
  STORE_GLOBAL = 113,
  STORE_NAME = 114,
  SWAP = 115,
  UNPACK_EX = 116,
  UNPACK_SEQUENCE = 117,
  YIELD_VALUE = 118,
  RESUME = 149,
  JUMP = 256,
  JUMP_NO_INTERRUPT = 257,
  LOAD_CLOSURE = 258,
  LOAD_METHOD = 259,
  LOAD_SUPER_METHOD = 260,
  LOAD_ZERO_SUPER_ATTR = 261,
  LOAD_ZERO_SUPER_METHOD = 262,
  POP_BLOCK = 263,
  SETUP_CLEANUP = 264,
  SETUP_FINALLY = 265,
  SETUP_WITH = 266,
  STORE_FAST_MAYBE_NULL = 267,
}

/** The least opcode that takes an argument is above this one. */
export const HAVE_ARGUMENT = 44;
export const OPCODE_COUNT = 268;

export const OPNAMES: readonly (readonly [number, string])[] = [
  [0, 'CACHE'],
  [1, 'BEFORE_ASYNC_WITH'],
  [2, 'BEFORE_WITH'],
  [4, 'BINARY_SLICE'],
  [5, 'BINARY_SUBSCR'],
  [6, 'CHECK_EG_MATCH'],
  [7, 'CHECK_EXC_MATCH'],
  [8, 'CLEANUP_THROW'],
  [9, 'DELETE_SUBSCR'],
  [10, 'END_ASYNC_FOR'],
  [11, 'END_FOR'],
  [12, 'END_SEND'],
  [13, 'EXIT_INIT_CHECK'],
  [14, 'FORMAT_SIMPLE'],
  [15, 'FORMAT_WITH_SPEC'],
  [16, 'GET_AITER'],
  [17, 'RESERVED'],
  [18, 'GET_ANEXT'],
  [19, 'GET_ITER'],
  [20, 'GET_LEN'],
  [21, 'GET_YIELD_FROM_ITER'],
  [22, 'INTERPRETER_EXIT'],
  [23, 'LOAD_ASSERTION_ERROR'],
  [24, 'LOAD_BUILD_CLASS'],
  [25, 'LOAD_LOCALS'],
  [26, 'MAKE_FUNCTION'],
  [27, 'MATCH_KEYS'],
  [28, 'MATCH_MAPPING'],
  [29, 'MATCH_SEQUENCE'],
  [30, 'NOP'],
  [31, 'POP_EXCEPT'],
  [32, 'POP_TOP'],
  [33, 'PUSH_EXC_INFO'],
  [34, 'PUSH_NULL'],
  [35, 'RETURN_GENERATOR'],
  [36, 'RETURN_VALUE'],
  [37, 'SETUP_ANNOTATIONS'],
  [38, 'STORE_SLICE'],
  [39, 'STORE_SUBSCR'],
  [40, 'TO_BOOL'],
  [41, 'UNARY_INVERT'],
  [42, 'UNARY_NEGATIVE'],
  [43, 'UNARY_NOT'],
  [44, 'WITH_EXCEPT_START'],
  [45, 'BINARY_OP'],
  [46, 'BUILD_CONST_KEY_MAP'],
  [47, 'BUILD_LIST'],
  [48, 'BUILD_MAP'],
  [49, 'BUILD_SET'],
  [50, 'BUILD_SLICE'],
  [51, 'BUILD_STRING'],
  [52, 'BUILD_TUPLE'],
  [53, 'CALL'],
  [54, 'CALL_FUNCTION_EX'],
  [55, 'CALL_INTRINSIC_1'],
  [56, 'CALL_INTRINSIC_2'],
  [57, 'CALL_KW'],
  [58, 'COMPARE_OP'],
  [59, 'CONTAINS_OP'],
  [60, 'CONVERT_VALUE'],
  [61, 'COPY'],
  [62, 'COPY_FREE_VARS'],
  [63, 'DELETE_ATTR'],
  [64, 'DELETE_DEREF'],
  [65, 'DELETE_FAST'],
  [66, 'DELETE_GLOBAL'],
  [67, 'DELETE_NAME'],
  [68, 'DICT_MERGE'],
  [69, 'DICT_UPDATE'],
  [70, 'ENTER_EXECUTOR'],
  [71, 'EXTENDED_ARG'],
  [72, 'FOR_ITER'],
  [73, 'GET_AWAITABLE'],
  [74, 'IMPORT_FROM'],
  [75, 'IMPORT_NAME'],
  [76, 'IS_OP'],
  [77, 'JUMP_BACKWARD'],
  [78, 'JUMP_BACKWARD_NO_INTERRUPT'],
  [79, 'JUMP_FORWARD'],
  [80, 'LIST_APPEND'],
  [81, 'LIST_EXTEND'],
  [82, 'LOAD_ATTR'],
  [83, 'LOAD_CONST'],
  [84, 'LOAD_DEREF'],
  [85, 'LOAD_FAST'],
  [86, 'LOAD_FAST_AND_CLEAR'],
  [87, 'LOAD_FAST_CHECK'],
  [88, 'LOAD_FAST_LOAD_FAST'],
  [89, 'LOAD_FROM_DICT_OR_DEREF'],
  [90, 'LOAD_FROM_DICT_OR_GLOBALS'],
  [91, 'LOAD_GLOBAL'],
  [92, 'LOAD_NAME'],
  [93, 'LOAD_SUPER_ATTR'],
  [94, 'MAKE_CELL'],
  [95, 'MAP_ADD'],
  [96, 'MATCH_CLASS'],
  [97, 'POP_JUMP_IF_FALSE'],
  [98, 'POP_JUMP_IF_NONE'],
  [99, 'POP_JUMP_IF_NOT_NONE'],
  [100, 'POP_JUMP_IF_TRUE'],
  [101, 'RAISE_VARARGS'],
  [102, 'RERAISE'],
  [103, 'RETURN_CONST'],
  [104, 'SEND'],
  [105, 'SET_ADD'],
  [106, 'SET_FUNCTION_ATTRIBUTE'],
  [107, 'SET_UPDATE'],
  [108, 'STORE_ATTR'],
  [109, 'STORE_DEREF'],
  [110, 'STORE_FAST'],
  [111, 'STORE_FAST_LOAD_FAST'],
  [112, 'STORE_FAST_STORE_FAST'],
  [113, 'STORE_GLOBAL'],
  [114, 'STORE_NAME'],
  [115, 'SWAP'],
  [116, 'UNPACK_EX'],
  [117, 'UNPACK_SEQUENCE'],
  [118, 'YIELD_VALUE'],
  [149, 'RESUME'],
  [256, 'JUMP'],
  [257, 'JUMP_NO_INTERRUPT'],
  [258, 'LOAD_CLOSURE'],
  [259, 'LOAD_METHOD'],
  [260, 'LOAD_SUPER_METHOD'],
  [261, 'LOAD_ZERO_SUPER_ATTR'],
  [262, 'LOAD_ZERO_SUPER_METHOD'],
  [263, 'POP_BLOCK'],
  [264, 'SETUP_CLEANUP'],
  [265, 'SETUP_FINALLY'],
  [266, 'SETUP_WITH'],
  [267, 'STORE_FAST_MAYBE_NULL'],
];

/** Name by number, `<n>` where there is none. */
export const opname: readonly string[] = (() => {
  const names: string[] = [];
  for (let i = 0; i < OPCODE_COUNT; i++) names.push(`<${i}>`);
  for (const [n, name] of OPNAMES) names[n] = name;
  return names;
})();

/** Number by name. */
export const opmap: ReadonlyMap<string, number> = new Map(OPNAMES.map(([n, name]) => [name, n]));

export const HAS_ARG = 1;
export const HAS_CONST = 2;
export const HAS_NAME = 4;
export const HAS_JUMP = 8;
export const HAS_FREE = 16;
export const HAS_LOCAL = 32;
export const HAS_EXC = 64;
export const HAS_EVAL_BREAK = 128;

/** HAS_* bits by number. */
export const opcodeFlags = new Uint8Array([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 129, 129, 1, 1, 129, 1, 1, 1, 1, 1, 5, 17, 33, 5, 5, 1, 1, 1, 1, 9, 1, 5, 5,
  1, 137, 9, 9, 1, 1, 5, 3, 17, 33, 33, 33, 33, 17, 5, 5, 5, 5, 17, 1, 1, 9, 9, 9, 9, 1, 1, 3, 9, 1, 1, 1, 5, 17, 33,
  33, 33, 5, 5, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  129, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 137, 9, 33, 5, 5, 5, 5, 0, 65,
  65, 65, 33,
]);

/** Inline cache entries (code units) by number. */
export const opcodeCaches = new Uint8Array([
  0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  1, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1,
  0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0,
  1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);

/** How the instruction changes the stack's depth (a block push: where its handler starts). */
export function opcodeStackEffect(op: number, oparg: number): number {
  switch (op) {
    case Op.CACHE:
    case Op.CHECK_EG_MATCH:
    case Op.CHECK_EXC_MATCH:
    case Op.FORMAT_SIMPLE:
    case Op.GET_AITER:
    case Op.RESERVED:
    case Op.GET_ITER:
    case Op.GET_YIELD_FROM_ITER:
    case Op.MAKE_FUNCTION:
    case Op.NOP:
    case Op.SETUP_ANNOTATIONS:
    case Op.TO_BOOL:
    case Op.UNARY_INVERT:
    case Op.UNARY_NEGATIVE:
    case Op.UNARY_NOT:
    case Op.CALL_INTRINSIC_1:
    case Op.CONVERT_VALUE:
    case Op.COPY_FREE_VARS:
    case Op.DELETE_DEREF:
    case Op.DELETE_FAST:
    case Op.DELETE_GLOBAL:
    case Op.DELETE_NAME:
    case Op.ENTER_EXECUTOR:
    case Op.EXTENDED_ARG:
    case Op.GET_AWAITABLE:
    case Op.JUMP_BACKWARD:
    case Op.JUMP_BACKWARD_NO_INTERRUPT:
    case Op.JUMP_FORWARD:
    case Op.LOAD_FROM_DICT_OR_DEREF:
    case Op.LOAD_FROM_DICT_OR_GLOBALS:
    case Op.MAKE_CELL:
    case Op.RETURN_CONST:
    case Op.SEND:
    case Op.STORE_FAST_LOAD_FAST:
    case Op.YIELD_VALUE:
    case Op.RESUME:
    case Op.JUMP:
    case Op.JUMP_NO_INTERRUPT:
    case Op.POP_BLOCK:
      return 0;
    case Op.BEFORE_ASYNC_WITH:
    case Op.BEFORE_WITH:
    case Op.GET_ANEXT:
    case Op.GET_LEN:
    case Op.LOAD_ASSERTION_ERROR:
    case Op.LOAD_BUILD_CLASS:
    case Op.LOAD_LOCALS:
    case Op.MATCH_KEYS:
    case Op.MATCH_MAPPING:
    case Op.MATCH_SEQUENCE:
    case Op.PUSH_EXC_INFO:
    case Op.PUSH_NULL:
    case Op.RETURN_GENERATOR:
    case Op.WITH_EXCEPT_START:
    case Op.FOR_ITER:
    case Op.IMPORT_FROM:
    case Op.LOAD_CONST:
    case Op.LOAD_DEREF:
    case Op.LOAD_FAST:
    case Op.LOAD_FAST_AND_CLEAR:
    case Op.LOAD_FAST_CHECK:
    case Op.LOAD_NAME:
    case Op.LOAD_CLOSURE:
    case Op.LOAD_METHOD:
    case Op.SETUP_FINALLY:
    case Op.SETUP_WITH:
      return 1;
    case Op.BINARY_SLICE:
    case Op.DELETE_SUBSCR:
    case Op.END_ASYNC_FOR:
    case Op.MATCH_CLASS:
    case Op.STORE_ATTR:
    case Op.STORE_FAST_STORE_FAST:
      return -2;
    case Op.BINARY_SUBSCR:
    case Op.CLEANUP_THROW:
    case Op.END_FOR:
    case Op.END_SEND:
    case Op.EXIT_INIT_CHECK:
    case Op.FORMAT_WITH_SPEC:
    case Op.INTERPRETER_EXIT:
    case Op.POP_EXCEPT:
    case Op.POP_TOP:
    case Op.RETURN_VALUE:
    case Op.BINARY_OP:
    case Op.CALL_INTRINSIC_2:
    case Op.COMPARE_OP:
    case Op.CONTAINS_OP:
    case Op.DELETE_ATTR:
    case Op.IMPORT_NAME:
    case Op.IS_OP:
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_NONE:
    case Op.POP_JUMP_IF_NOT_NONE:
    case Op.POP_JUMP_IF_TRUE:
    case Op.SET_FUNCTION_ATTRIBUTE:
    case Op.STORE_DEREF:
    case Op.STORE_FAST:
    case Op.STORE_GLOBAL:
    case Op.STORE_NAME:
    case Op.LOAD_SUPER_METHOD:
    case Op.LOAD_ZERO_SUPER_ATTR:
    case Op.LOAD_ZERO_SUPER_METHOD:
    case Op.STORE_FAST_MAYBE_NULL:
      return -1;
    case Op.STORE_SLICE:
      return -4;
    case Op.STORE_SUBSCR:
      return -3;
    case Op.BUILD_CONST_KEY_MAP:
      return 1 - (1 + oparg);
    case Op.BUILD_LIST:
    case Op.BUILD_SET:
    case Op.BUILD_STRING:
    case Op.BUILD_TUPLE:
      return 1 - oparg;
    case Op.BUILD_MAP:
      return 1 - oparg * 2;
    case Op.BUILD_SLICE:
      return 1 - (2 + (oparg == 3 ? 1 : 0));
    case Op.CALL:
      return 1 - (2 + oparg);
    case Op.CALL_FUNCTION_EX:
      return 1 - (3 + (oparg & 1));
    case Op.CALL_KW:
      return 1 - (3 + oparg);
    case Op.COPY:
      return 2 + (oparg - 1) - (1 + (oparg - 1));
    case Op.DICT_MERGE:
      return 4 + (oparg - 1) - (5 + (oparg - 1));
    case Op.DICT_UPDATE:
      return 1 + (oparg - 1) - (2 + (oparg - 1));
    case Op.LIST_APPEND:
    case Op.LIST_EXTEND:
    case Op.SET_ADD:
    case Op.SET_UPDATE:
      return 1 + (oparg - 1) - (2 + (oparg - 1));
    case Op.LOAD_ATTR:
      return 1 + (oparg & 1) - 1;
    case Op.LOAD_FAST_LOAD_FAST:
    case Op.SETUP_CLEANUP:
      return 2;
    case Op.LOAD_GLOBAL:
      return 1 + (oparg & 1);
    case Op.LOAD_SUPER_ATTR:
      return 1 + (oparg & 1) - 3;
    case Op.MAP_ADD:
      return 1 + (oparg - 1) - (3 + (oparg - 1));
    case Op.RAISE_VARARGS:
      return 0 - oparg;
    case Op.RERAISE:
      return oparg - (1 + oparg);
    case Op.SWAP:
      return 2 + (oparg - 2) - (2 + (oparg - 2));
    case Op.UNPACK_EX:
      return 1 + (oparg >> 8) + (oparg & 0xff) - 1;
    case Op.UNPACK_SEQUENCE:
      return oparg - 1;
    default:
      return NaN;
  }
}

/** COMPARE_OP's operators, by oparg >> 5. */
export const cmp_op: readonly string[] = ['<', '<=', '==', '!=', '>', '>='];

/** BINARY_OP's operators: NB_* names by oparg. */
export const nbOpNames: readonly string[] = [
  'NB_ADD',
  'NB_AND',
  'NB_FLOOR_DIVIDE',
  'NB_LSHIFT',
  'NB_MATRIX_MULTIPLY',
  'NB_MULTIPLY',
  'NB_REMAINDER',
  'NB_OR',
  'NB_POWER',
  'NB_RSHIFT',
  'NB_SUBTRACT',
  'NB_TRUE_DIVIDE',
  'NB_XOR',
  'NB_INPLACE_ADD',
  'NB_INPLACE_AND',
  'NB_INPLACE_FLOOR_DIVIDE',
  'NB_INPLACE_LSHIFT',
  'NB_INPLACE_MATRIX_MULTIPLY',
  'NB_INPLACE_MULTIPLY',
  'NB_INPLACE_REMAINDER',
  'NB_INPLACE_OR',
  'NB_INPLACE_POWER',
  'NB_INPLACE_RSHIFT',
  'NB_INPLACE_SUBTRACT',
  'NB_INPLACE_TRUE_DIVIDE',
  'NB_INPLACE_XOR',
];

/** BINARY_OP's operators as written, by oparg. */
export const nbOps: readonly string[] = [
  '+',
  '&',
  '//',
  '<<',
  '@',
  '*',
  '%',
  '|',
  '**',
  '>>',
  '-',
  '/',
  '^',
  '+=',
  '&=',
  '//=',
  '<<=',
  '@=',
  '*=',
  '%=',
  '|=',
  '**=',
  '>>=',
  '-=',
  '/=',
  '^=',
];

/** CALL_INTRINSIC_1's functions by oparg. */
export const intrinsic1Names: readonly string[] = [
  'INTRINSIC_1_INVALID',
  'INTRINSIC_PRINT',
  'INTRINSIC_IMPORT_STAR',
  'INTRINSIC_STOPITERATION_ERROR',
  'INTRINSIC_ASYNC_GEN_WRAP',
  'INTRINSIC_UNARY_POSITIVE',
  'INTRINSIC_LIST_TO_TUPLE',
  'INTRINSIC_TYPEVAR',
  'INTRINSIC_PARAMSPEC',
  'INTRINSIC_TYPEVARTUPLE',
  'INTRINSIC_SUBSCRIPT_GENERIC',
  'INTRINSIC_TYPEALIAS',
];

/** CALL_INTRINSIC_2's functions by oparg. */
export const intrinsic2Names: readonly string[] = [
  'INTRINSIC_2_INVALID',
  'INTRINSIC_PREP_RERAISE_STAR',
  'INTRINSIC_TYPEVAR_WITH_BOUND',
  'INTRINSIC_TYPEVAR_WITH_CONSTRAINTS',
  'INTRINSIC_SET_FUNCTION_TYPE_PARAMS',
  'INTRINSIC_SET_TYPEPARAM_DEFAULT',
];

export const INTRINSIC_1_INVALID = 0;
export const INTRINSIC_PRINT = 1;
export const INTRINSIC_IMPORT_STAR = 2;
export const INTRINSIC_STOPITERATION_ERROR = 3;
export const INTRINSIC_ASYNC_GEN_WRAP = 4;
export const INTRINSIC_UNARY_POSITIVE = 5;
export const INTRINSIC_LIST_TO_TUPLE = 6;
export const INTRINSIC_TYPEVAR = 7;
export const INTRINSIC_PARAMSPEC = 8;
export const INTRINSIC_TYPEVARTUPLE = 9;
export const INTRINSIC_SUBSCRIPT_GENERIC = 10;
export const INTRINSIC_TYPEALIAS = 11;
export const INTRINSIC_2_INVALID = 0;
export const INTRINSIC_PREP_RERAISE_STAR = 1;
export const INTRINSIC_TYPEVAR_WITH_BOUND = 2;
export const INTRINSIC_TYPEVAR_WITH_CONSTRAINTS = 3;
export const INTRINSIC_SET_FUNCTION_TYPE_PARAMS = 4;
export const INTRINSIC_SET_TYPEPARAM_DEFAULT = 5;
export const NB_ADD = 0;
export const NB_AND = 1;
export const NB_FLOOR_DIVIDE = 2;
export const NB_LSHIFT = 3;
export const NB_MATRIX_MULTIPLY = 4;
export const NB_MULTIPLY = 5;
export const NB_REMAINDER = 6;
export const NB_OR = 7;
export const NB_POWER = 8;
export const NB_RSHIFT = 9;
export const NB_SUBTRACT = 10;
export const NB_TRUE_DIVIDE = 11;
export const NB_XOR = 12;
export const NB_INPLACE_ADD = 13;
export const NB_INPLACE_AND = 14;
export const NB_INPLACE_FLOOR_DIVIDE = 15;
export const NB_INPLACE_LSHIFT = 16;
export const NB_INPLACE_MATRIX_MULTIPLY = 17;
export const NB_INPLACE_MULTIPLY = 18;
export const NB_INPLACE_REMAINDER = 19;
export const NB_INPLACE_OR = 20;
export const NB_INPLACE_POWER = 21;
export const NB_INPLACE_RSHIFT = 22;
export const NB_INPLACE_SUBTRACT = 23;
export const NB_INPLACE_TRUE_DIVIDE = 24;
export const NB_INPLACE_XOR = 25;
