// Numbers of C's types on x86-64 Linux that _testcapi publishes. Values of CPython 3.13's build.

/** Name and value; those beyond 2**53 are bigints. */
export const CONSTANTS: readonly (readonly [string, number | bigint])[] = [
  ['CHAR_MAX', 127],
  ['CHAR_MIN', -128],
  ['UCHAR_MAX', 255],
  ['SHRT_MAX', 32767],
  ['SHRT_MIN', -32768],
  ['USHRT_MAX', 65535],
  ['INT_MAX', 2147483647],
  ['INT_MIN', -2147483648],
  ['UINT_MAX', 4294967295],
  ['LONG_MAX', 2n ** 63n - 1n],
  ['LONG_MIN', -(2n ** 63n)],
  ['ULONG_MAX', 2n ** 64n - 1n],
  ['LLONG_MAX', 2n ** 63n - 1n],
  ['LLONG_MIN', -(2n ** 63n)],
  ['ULLONG_MAX', 2n ** 64n - 1n],
  ['PY_SSIZE_T_MAX', 2n ** 63n - 1n],
  ['PY_SSIZE_T_MIN', -(2n ** 63n)],
  ['SIZE_MAX', 2n ** 64n - 1n],
  ['PyTime_MAX', 2n ** 63n - 1n],
  ['PyTime_MIN', -(2n ** 63n)],
  ['SIZEOF_WCHAR_T', 4],
  ['SIZEOF_VOID_P', 8],
  ['SIZEOF_TIME_T', 8],
  ['SIZEOF_PID_T', 4],
  ['Py_Version', 0x030d00f0],
  ['Py_single_input', 256],
  ['Py_file_input', 257],
  ['Py_eval_input', 258],
  ['Py_C_RECURSION_LIMIT', 10000],
  ['the_number_three', 3],
];

export const FLOATS: readonly (readonly [string, number])[] = [
  ['FLT_MAX', 3.4028234663852886e38],
  ['FLT_MIN', 1.1754943508222875e-38],
  ['DBL_MAX', Number.MAX_VALUE],
  ['DBL_MIN', 2.2250738585072014e-308],
];
