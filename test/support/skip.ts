// Skipping a test with a reason: the runner prints it, and takes a test skipped without one for a failed one.

/**
 * Skips the running test (or, in a `before` hook, the whole suite). Does not return.
 * @param context mocha's `this`
 * @param reason what is missing, in words for the person who reads the run
 */
export function skip(context: Mocha.Context, reason: string): never {
  type Reasoned = { skipReason?: string };
  const runnable = context.test as (Mocha.Runnable & Reasoned & { type?: string }) | undefined;
  if (runnable) runnable.skipReason = reason;
  // A hook stands for all the tests of its suite.
  if (runnable?.parent && runnable.type === 'hook') (runnable.parent as Reasoned).skipReason = reason;
  context.skip();
}
