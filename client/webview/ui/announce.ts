/** The live region: each step in a sentence. Steps that come faster than one can listen are skipped, the last is said. */
export class Announcer {
  private timer = 0;

  constructor(private readonly region: HTMLElement) {}

  say(sentence: string): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => { this.region.textContent = sentence; }, 120);
  }
}
