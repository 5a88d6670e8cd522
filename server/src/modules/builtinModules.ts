// The table of modules written in TypeScript (CPython's inittab), and their first import.

import { PyInit__heapscope } from './_heapscope';
import { PyInit__tracemalloc } from './_tracemalloc';
import type { Owned } from '../heap/refcount';
import { Py_NewRef, Py_DECREF } from '../heap/refcount';
import type { PyObject } from '../objects/object';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import { PyImport_GetModule } from './import';
import { PyInit_gc } from './gcmodule';
import { PyInit__weakref } from './_weakref';
import { PyInit__json } from './_json';
import { PyInit__queue } from './_queuemodule';
import { PyInit__statistics } from './_statisticsmodule';
import { PyInit__datetime } from './_datetimemodule';
import { PyInit_math } from './mathmodule';
import { PyInit__random } from './_randommodule';
import { PyInit_time } from './timemodule';
import { PyInit_atexit } from './atexitmodule';
import { PyInit__abc } from './_abc';
import { PyInit__warnings } from './_warnings';
import { PyInit__bisect } from './_bisectmodule';
import { PyInit__collections } from './_collectionsmodule';
import { PyInit__functools } from './_functoolsmodule';
import { PyInit__heapq } from './_heapqmodule';
import { PyInit__operator } from './_operator';
import { PyInit_itertools } from './itertoolsmodule';
import { PyInit__codecs } from './_codecs';
import { PyInit_array } from './arraymodule';
import { PyInit__sre } from './_sre';
import { PyInit__struct } from './_struct';
import { PyInit_binascii } from './binascii';
import { PyInit_zlib } from './zlibmodule';
import { PyInit__csv } from './_csv';
import { PyInit__md5, PyInit__sha1, PyInit__sha2, PyInit__sha3 } from './hashmodules';
import { PyInit__blake2 } from './_blake2';
import { PyInit_unicodedata } from './unicodedata';
import { PyInit_cmath } from './cmathmodule';
import { PyInit__string } from './_string';
import { PyInit__thread } from './_threadmodule';
import { PyInit_posix } from './posixmodule';
import {
  PyInit_errno,
  PyInit__stat,
  PyInit__locale,
  PyInit__imp,
  PyInit__typing,
  PyInit_marshal,
  PyInit__sysconfigdata,
} from './constantmodules';
import { PyInit__posixsubprocess } from './childprocesses';
import { PyInit__signal } from './signalmodule';
import { PyInit__socket } from './_socket';
import { PyInit_readline } from './readlinemodule';
import { PyInit_select } from './selectmodule';
import { PyInit__tokenize } from './pythontokenize';
import { PyInit__io } from './_io';
import { PyInit__ast } from './_astmodule';
import { PyInit__opcode } from './_opcode';
import { PyInit__contextvars } from './_contextvars';
import {
  PyInit__testcapi,
  PyInit__testinternalcapi,
  PyInit__testlimitedcapi,
  PyInit__testmultiphase,
  PyInit__testsinglephase,
} from './testcapi/testcapi';

type PyInit = () => PyObject | null;

const inittab = new Map<string, PyInit>([
  ['gc', PyInit_gc],
  ['_weakref', PyInit__weakref],
  ['math', PyInit_math],
  ['_datetime', PyInit__datetime],
  ['_json', PyInit__json],
  ['_queue', PyInit__queue],
  ['_statistics', PyInit__statistics],
  ['_random', PyInit__random],
  ['time', PyInit_time],
  ['_abc', PyInit__abc],
  ['_warnings', PyInit__warnings],
  ['_bisect', PyInit__bisect],
  ['_collections', PyInit__collections],
  ['_functools', PyInit__functools],
  ['_heapq', PyInit__heapq],
  ['_operator', PyInit__operator],
  ['itertools', PyInit_itertools],
  ['atexit', PyInit_atexit],
  ['_codecs', PyInit__codecs],
  ['array', PyInit_array],
  ['_sre', PyInit__sre],
  ['_string', PyInit__string],
  ['_thread', PyInit__thread],
  ['posix', PyInit_posix],
  ['errno', PyInit_errno],
  ['_stat', PyInit__stat],
  ['_signal', PyInit__signal],
  ['_locale', PyInit__locale],
  ['_imp', PyInit__imp],
  ['_io', PyInit__io],
  ['_ast', PyInit__ast],
  ['_typing', PyInit__typing],
  ['_tokenize', PyInit__tokenize],
  ['_opcode', PyInit__opcode],
  ['_contextvars', PyInit__contextvars],
  ['marshal', PyInit_marshal],
  ['cmath', PyInit_cmath],
  ['unicodedata', PyInit_unicodedata],
  ['_blake2', PyInit__blake2],
  ['_sha3', PyInit__sha3],
  ['_sha2', PyInit__sha2],
  ['_sha1', PyInit__sha1],
  ['_md5', PyInit__md5],
  ['_csv', PyInit__csv],
  ['zlib', PyInit_zlib],
  ['binascii', PyInit_binascii],
  ['_struct', PyInit__struct],
  ['_posixsubprocess', PyInit__posixsubprocess],
  ['_sysconfigdata__linux_x86_64-linux-gnu', PyInit__sysconfigdata],
  ['_socket', PyInit__socket],
  ['select', PyInit_select],
  ['readline', PyInit_readline],
  ['_tracemalloc', PyInit__tracemalloc],
  ['_heapscope', PyInit__heapscope],
  ['_testcapi', PyInit__testcapi],
  ['_testinternalcapi', PyInit__testinternalcapi],
  ['_testlimitedcapi', PyInit__testlimitedcapi],
  ['_testsinglephase', PyInit__testsinglephase],
  ['_testmultiphase', PyInit__testmultiphase],
]);

/** The module `name` made anew (owned), null with an exception, or undefined when there is no such module. */
export function initBuiltinModule(name: string): Owned<PyObject> | null | undefined {
  if (name === 'builtins' || name === 'sys') {
    const key = PyUnicode_FromString(name);
    const known = PyImport_GetModule(key);
    Py_DECREF(key);
    return known === null ? undefined : Py_NewRef(known);
  }
  const init = inittab.get(name);
  return init === undefined ? undefined : init();
}

export const builtinModuleNames = [...inittab.keys(), 'builtins', 'sys'].sort();
