/**
 * How far each source has come. An id such as mysql-2.0@8123 names a source and the place of a line in it; a source sends
 * its lines in their order, so one number tells which of them are known.
 */
export class Marks {
  readonly #ends: Map<string, number>;

  constructor(ends: Record<string, number> = {}) {
    this.#ends = new Map(Object.entries(ends));
  }

  /** Whether a line with this id was kept before; a line without such an id is always new. */
  knows(id: unknown) {
    const found = parseId(id);
    return found !== undefined && found.place <= (this.#ends.get(found.source) ?? -1);
  }

  add(id: unknown) {
    const found = parseId(id);
    if (found && !this.knows(id)) this.#ends.set(found.source, found.place);
  }

  copy() {
    return new Marks(this.toJSON());
  }

  toJSON() {
    return Object.fromEntries(this.#ends);
  }
}

function parseId(id: unknown) {
  const [, source = '', place = ''] = /^(.{1,200})@(\d{1,15})$/.exec(typeof id === 'string' ? id : '') ?? [];
  return place === '' ? undefined : { source, place: Number(place) };
}
