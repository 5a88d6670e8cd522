// "Did you mean": the closest name. Follows Python/suggestions.c and Lib/traceback.py, CPython 3.13.

const MAX_CANDIDATE_ITEMS = 750;
const MAX_STRING_SIZE = 40;
const MOVE_COST = 2;
const CASE_COST = 1;

function substitutionCost(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? CASE_COST : MOVE_COST;
}

/** Weighted edit distance; more than `max` means too far. */
function levenshtein(a: string, b: string, max: number): number {
  if (a === b) return 0;
  let pre = 0;
  while (pre < a.length && pre < b.length && a[pre] === b[pre]) pre++;
  a = a.slice(pre);
  b = b.slice(pre);
  let post = 0;
  while (post < a.length && post < b.length && a[a.length - 1 - post] === b[b.length - 1 - post]) post++;
  a = a.slice(0, a.length - post);
  b = b.slice(0, b.length - post);
  if (a === '' || b === '') return MOVE_COST * (a.length + b.length);
  if (a.length > MAX_STRING_SIZE || b.length > MAX_STRING_SIZE) return max + 1;
  if (b.length < a.length) [a, b] = [b, a];
  if ((b.length - a.length) * MOVE_COST > max) return max + 1;
  const row = Array.from({ length: a.length }, (_v, i) => MOVE_COST * (i + 1));
  let result = 0;
  for (let i = 0; i < b.length; i++) {
    let distance = (result = i * MOVE_COST);
    let minimum = Infinity;
    for (let j = 0; j < a.length; j++) {
      const substitute = distance + substitutionCost(b[i]!, a[j]!);
      distance = row[j]!;
      result = Math.min(Math.min(result, distance) + MOVE_COST, substitute);
      row[j] = result;
      if (result < minimum) minimum = result;
    }
    if (minimum > max) return max + 1;
  }
  return result;
}

/** The candidate closest to `name`, or null when none is close. */
export function closestName(name: string, candidates: readonly string[]): string | null {
  if (candidates.length > MAX_CANDIDATE_ITEMS || name.length > MAX_STRING_SIZE) return null;
  let best = Infinity;
  let suggestion: string | null = null;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    let max = Math.floor(((candidate.length + name.length + 3) * MOVE_COST) / 6);
    max = Math.min(max, best - 1);
    const distance = levenshtein(name, candidate, max);
    if (distance > max) continue;
    if (suggestion === null || distance < best) {
      suggestion = candidate;
      best = distance;
    }
  }
  return suggestion;
}

/** closestName with CPython's order of arguments (_Py_CalculateSuggestions). */
export function calculateSuggestions(candidates: readonly string[], name: string): string | null {
  return closestName(name, candidates);
}
