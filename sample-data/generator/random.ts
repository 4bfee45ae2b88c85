/** Mixes words into one well-spread 32-bit word (the finalizer of MurmurHash3, word by word). */
const mix = (words: readonly number[]): number => {
  let hash = 0x9e3779b9
  for (const word of words) {
    hash = Math.imul(hash ^ word, 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return hash >>> 0
}

const wordOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return hash >>> 0
}

/**
 * A stream of pseudo-random numbers (mulberry32) that depends on its seed, topic and index alone: a
 * member's claims do not depend on what was generated before, and no state is kept.
 */
export class Random {
  private state: number

  constructor(seed: number, topic: string, index: number) {
    this.state = mix([seed >>> 0, wordOf(topic), index >>> 0])
  }

  /** A number in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let z = this.state
    z = Math.imul(z ^ (z >>> 15), z | 1)
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61)
    return ((z ^ (z >>> 14)) >>> 0) / 4_294_967_296
  }

  /** Whether something of this probability happens. */
  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** A whole number in [low, high]. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  /** One of the items, each equally likely. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('Expected items to pick from, got none')
    return items[Math.floor(this.next() * items.length)] as T
  }

  /** One of the values, by weight. */
  weighted<T>(choices: readonly (readonly [value: T, weight: number])[]): T {
    let total = 0
    for (const [, weight] of choices) total += weight
    let left = this.next() * total
    for (const [value, weight] of choices) {
      left -= weight
      if (left < 0) return value
    }
    const last = choices.at(-1)
    if (last === undefined) throw new RangeError('Expected choices with weights, got none')
    return last[0]
  }

  /** How often something of this mean rate happened. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean)
    let count = 0
    let product = this.next()
    while (product > limit) {
      count += 1
      product *= this.next()
    }
    return count
  }
}
