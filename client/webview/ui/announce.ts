/** The live region: each step in a sentence. Steps that come faster than one can listen are skipped, the last is said. */
const pause = 600;

export class Announcer {
  private timer = 0;
  private last = -Infinity;

  constructor(private readonly region: HTMLElement) {}

  say(sentence: string): void {
    window.clearTimeout(this.timer);
    const wait = this.last + pause - performance.now();
    if (wait <= 0) this.set(sentence);
    else this.timer = window.setTimeout(() => this.set(sentence), Math.min(wait, 150));
  }

  private set(sentence: string): void {
    this.last = performance.now();
    this.region.textContent = sentence;
  }
}
