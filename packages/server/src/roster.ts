// The members of something that has very many of them, open connections above all. Each knows its own place, so that one
// costs half of what it costs in a Set.

export interface RosterMember {
  /** Its place in the roster; -1 when it is in none. The roster's to set. */
  place: number
}

/** A member is in one roster at most. Without an order. */
export class Roster<Member extends RosterMember> {
  readonly #members: Member[] = []

  get size(): number {
    return this.#members.length
  }

  add(member: Member): void {
    if (member.place !== -1) return
    member.place = this.#members.push(member) - 1
  }

  delete(member: Member): void {
    const { place } = member
    if (this.#members[place] !== member) return
    const last = this.#members.pop()
    member.place = -1
    if (last === undefined || last === member) return
    this.#members[place] = last
    last.place = place
  }

  /** Also while members leave: nobody who stays is left out. Whoever comes meanwhile may be. */
  *[Symbol.iterator](): Generator<Member> {
    // From the end: what takes a free place was there already.
    for (let place = this.#members.length - 1; place >= 0; place -= 1) {
      const member = this.#members[place]
      if (member !== undefined) yield member
    }
  }
}
