// Which CPython the code is made for. Whatever differs between versions is asked of a `Target`, never of its number.

export interface Target {
  readonly version: '3.12' | '3.13' | '3.14';
  /** Docstrings lose their common indentation at compile time (3.13). */
  readonly cleansDocstrings: boolean;
  /** Class bodies set `__firstlineno__` and `__static_attributes__` (3.13). */
  readonly classMetadata: boolean;
  /** TypeVar defaults (PEP 696, 3.13). */
  readonly typeParamDefaults: boolean;
  /** Annotations are evaluated where they stand; 3.14 defers them into `__annotate__`. */
  readonly eagerAnnotations: boolean;
}

export const target313: Target = {
  version: '3.13',
  cleansDocstrings: true,
  classMetadata: true,
  typeParamDefaults: true,
  eagerAnnotations: true,
};
