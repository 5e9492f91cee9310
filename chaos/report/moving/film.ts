export interface Part {
  atMs: number;
  svg: string;
}

export interface FilmOptions {
  /** How much of the run is shown, in its own milliseconds. */
  lengthMs: number;
  /** The moment that is shown where nothing moves. */
  stillMs: number;
}

// A longer run is shown faster, and its end stands still for a while.
const longestMs = 24_000;
const restMs = 5_000;

/** Pictures that follow each other and begin again, moved by CSS alone: an image may run no script. */
export class Film {
  readonly speed: number;
  readonly #roundMs: number;
  readonly #stillMs: number;
  readonly #names = new Map<string, string>();

  constructor({ lengthMs, stillMs }: FilmOptions) {
    this.speed = Math.max(1, lengthMs / longestMs);
    this.#roundMs = lengthMs / this.speed + restMs;
    this.#stillMs = stillMs;
  }

  /** Shows each part from its moment until the next; a part that looks like the one before goes on. */
  show(parts: Part[]): string {
    const different = parts.filter(({ svg }, index) => svg !== parts[index - 1]?.svg);
    return different
      .map(({ atMs, svg }, index) => {
        const endMs = different[index + 1]?.atMs ?? Number.POSITIVE_INFINITY;
        const isStill = atMs <= this.#stillMs && this.#stillMs < endMs;
        return svg === '' ? '' : `<g class="${isStill ? 'still ' : ''}part ${this.#name(atMs, endMs)}">${svg}</g>`;
      })
      .join('');
  }

  /** A rule that moves the class from left to right while the run goes on. */
  move(className: string, width: number): string {
    const still = (this.#stillMs / this.speed / this.#roundMs) * 100;
    const end = 100 - (restMs / this.#roundMs) * 100;
    const at = (x: number) => `{transform:translateX(${x.toFixed(1)}px)}`;
    return `.${className}${at((still / end) * width)}.${className}{animation:move ${this.#roundMs}ms linear infinite}
@keyframes move{0%${at(0)}${end.toFixed(2)}%,100%${at(width)}}`;
  }

  /** The rules of everything that is shown. */
  renderRules(): string {
    const rules = [...this.#names].map(([span, name]) => `@keyframes ${name}{${span}}.${name}{animation-name:${name}}`);
    return `.part{visibility:hidden;animation:${this.#roundMs}ms step-end infinite}.still{visibility:visible}
${rules.join('\n')}
@media (prefers-reduced-motion:reduce){.part,.open,.cover{animation:none}}`;
  }

  #name(fromMs: number, toMs: number) {
    const span = `0%{visibility:hidden}${this.#at(fromMs)}{visibility:visible}${toMs === Number.POSITIVE_INFINITY ? '100%{visibility:visible}' : `${this.#at(toMs)}{visibility:hidden}`}`;
    const name = this.#names.get(span) ?? `a${this.#names.size.toString(36)}`;
    this.#names.set(span, name);
    return name;
  }

  #at(ms: number) {
    return `${((Math.max(0, ms) / this.speed / this.#roundMs) * 100).toFixed(2)}%`;
  }
}
