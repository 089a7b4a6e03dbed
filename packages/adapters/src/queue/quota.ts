/** A part of what there is, held until it is released. */
export interface Holding {
  /** False, with nothing changed, when there is not so much left or the caller holds its share. */
  grow(by: number): boolean
  release(): void
}

/** So much of something for everybody together, and a share of it for each. */
export interface Quota {
  /** Undefined, at once, when there is not so much left, or the caller holds its share. */
  hold(who: string, amount: number): Holding | undefined
  /** Whether a caller could hold so much now. */
  allows(who: string, amount: number): boolean
  readonly held: number
}

/** @param options `share` says the most that one caller may hold now. */
export function createQuota({
  total,
  share,
}: {
  readonly total: number
  readonly share: () => number
}): Quota {
  const state = { held: 0 }
  const byCaller = new Map<string, number>()
  const heldBy = (who: string) => byCaller.get(who) ?? 0
  const allows = (who: string, amount: number) =>
    state.held + amount <= total && heldBy(who) + amount <= share()

  function change(who: string, by: number): void {
    state.held += by
    const left = heldBy(who) + by
    if (left === 0) byCaller.delete(who)
    else byCaller.set(who, left)
  }

  return {
    allows,
    hold(who, amount) {
      if (!allows(who, amount)) return undefined
      change(who, amount)
      const own = { amount }
      return {
        grow(by) {
          if (!allows(who, by)) return false
          change(who, by)
          own.amount += by
          return true
        },
        release() {
          change(who, -own.amount)
          own.amount = 0
        },
      }
    },
    get held() {
      return state.held
    },
  }
}
