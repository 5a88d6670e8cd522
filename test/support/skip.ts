// Skipping a test with a reason: the runner prints it, and takes a test skipped without one for a failed one.

/**
 * Skips the running test (or, in a `before` hook, the whole suite). Does not return.
 * @param context mocha's `this`
 * @param reason what is missing, in words for the person who reads the run
 */
export function skip(context: Mocha.Context, reason: string): never {
  const runnable = (context.currentTest ?? context.test) as (Mocha.Runnable & { skipReason?: string }) | undefined;
  if (runnable) runnable.skipReason = reason;
  const suite = runnable?.parent as (Mocha.Suite & { skipReason?: string }) | undefined;
  // A hook stands for all the tests of its suite.
  if (suite && runnable?.type === 'hook') suite.skipReason = reason;
  context.skip();
}
