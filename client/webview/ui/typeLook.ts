/** How a Python type looks: a glyph for boxes, a colour family for maps. Kinds share a hue: numbers blue, text green, … */
import { colors, css, mix, type Rgb } from './theme';

const glyphs: Record<string, string> = {
  list: '[ ]',
  tuple: '( )',
  dict: '{:}',
  set: '{ }',
  frozenset: '{ }',
  deque: '[⇄]',
  str: '“ ”',
  bytes: 'b“',
  bytearray: 'b“',
  int: '#',
  float: '#.',
  complex: '#i',
  bool: '✓',
  NoneType: '∅',
  function: 'ƒ',
  method: 'ƒ.',
  builtin_function_or_method: 'ƒ',
  type: 'C',
  weakref: '⇠',
  ReferenceType: '⇠',
  generator: '⟳',
  cell: '□',
  frame: '▤',
  traceback: '↯',
  module: 'M',
  memoryview: '▦',
  property: '@',
};

export function glyph(typeName: string): string {
  return glyphs[typeName] ?? (/iterator$/.test(typeName) ? '⟳' : /Error$|Exception$|Exit$/.test(typeName) ? '!' : '◆');
}

const families: Record<string, number> = {
  int: 0,
  bool: 0,
  float: 1,
  complex: 1,
  str: 2,
  bytes: 3,
  bytearray: 3,
  memoryview: 3,
  tuple: 4,
  list: 5,
  set: 6,
  frozenset: 6,
  dict: 7,
  deque: 5,
  function: 9,
  method: 9,
  type: 9,
  cell: 10,
  weakref: 11,
  ReferenceType: 11,
  frame: 10,
  traceback: 11,
  generator: 10,
  buffer: 12,
  'free list': 10,
  code: 13,
  wrapper_descriptor: 14,
  method_descriptor: 14,
  classmethod_descriptor: 14,
  member_descriptor: 14,
  getset_descriptor: 14,
  builtin_function_or_method: 9,
  module: 13,
};

/** Fourteen hues and a grey, each a little towards the background so that a full screen of them stays calm. */
export function palette(): readonly Rgb[] {
  const c = colors();
  const hues: Rgb[] = [
    c.blue,
    mix(c.blue, c.green, 0.45),
    c.green,
    mix(c.green, c.foreground, 0.4),
    mix(c.yellow, c.orange, 0.4),
    c.yellow,
    mix(c.orange, c.red, 0.6),
    c.orange,
    c.purple,
    mix(c.purple, c.foreground, 0.38),
    mix(c.foreground, c.background, 0.42),
    mix(c.red, c.foreground, 0.15),
    mix(c.foreground, c.background, 0.58),
    mix(c.purple, c.blue, 0.6),
    mix(c.purple, c.background, 0.5),
  ];
  return hues.map((h) => mix(h, c.background, 0.13));
}

export const family = (typeName: string): number => families[typeName] ?? 8;
export const typeColor = (typeName: string): string => css(palette()[family(typeName)]!);
