import { NONE, type CostTerms } from './problem.ts'
import type { Sites } from './sites.ts'

/** The costs of sites to groups besides the distance, in ten-thousandths of a mile. */
export interface Costs {
  /** For being farther from the group than `standard`. */
  readonly beyond: number
  readonly standard: Int32Array
  /** For members of class c a site of type t, at `c * types + t`. */
  readonly ofType: Int32Array
  /** For a site without a tie; less its saving for one with a tie. */
  readonly untied: number
  /** Group g has its ties at offsets[g] … offsets[g + 1] - 1. */
  readonly offsets: Int32Array
  readonly sites: Int32Array
  readonly savings: Int32Array
  /** No site costs more besides its distance. */
  readonly most: number
}

/** The cost that the member pays with every panel, having no tie or a language that no panel speaks. */
export const neverAtStake = (terms: CostTerms, member: number): number =>
  terms.untied + terms.unspoken - terms.atStake[member]!

/** Collects the costs of the groups while they are built. */
export class GroupCosts {
  readonly #terms: CostTerms
  readonly #sites: Sites
  /** By panel, its site. */
  readonly #siteOf: Int32Array
  readonly #standard: number[] = []
  readonly #offsets = [0]
  readonly #tied: number[] = []
  readonly #savings: number[] = []

  constructor(terms: CostTerms, sites: Sites) {
    this.#terms = terms
    this.#sites = sites
    this.#siteOf = new Int32Array(terms.tier.length).fill(NONE)
    const { offsets, codes } = sites.panels
    for (let site = 0; site < sites.count; site++) {
      for (let at = offsets[site]!; at < offsets[site + 1]!; at++) this.#siteOf[codes[at]!] = site
    }
  }

  /** Members with the same key have the same costs, languages aside. */
  keyOf(member: number): string {
    const { standard } = this.#terms
    return [standard[member], ...this.#tiesOf(member).flat()].join()
  }

  /** Adds the next group, whose members all have the costs of this one. */
  add(member: number): void {
    this.#standard.push(this.#terms.standard[member]!)
    for (const [site, saving] of this.#tiesOf(member)) {
      this.#tied.push(site)
      this.#savings.push(saving)
    }
    this.#offsets.push(this.#tied.length)
  }

  /** Returns the costs; members of class c speak `languages[c]`. */
  ofClasses(languages: readonly number[]): Costs {
    const { beyond, untied, unspoken } = this.#terms
    const { types } = this.#sites
    const ofType = new Int32Array(languages.length * types.length)
    languages.forEach((language, own) =>
      types.forEach((type, index) => {
        const price = type.tier + (type.languages.has(language) ? 0 : unspoken)
        ofType[own * types.length + index] = price
      }),
    )
    return {
      beyond,
      standard: Int32Array.from(this.#standard),
      ofType,
      untied,
      offsets: Int32Array.from(this.#offsets),
      sites: Int32Array.from(this.#tied),
      savings: Int32Array.from(this.#savings),
      most: beyond + untied + ofType.reduce((most, price) => Math.max(most, price), 0),
    }
  }

  /** The site and saving of each tie, ordered by site; a tied site has one panel. */
  #tiesOf(member: number): [site: number, saving: number][] {
    const { ties, savings } = this.#terms
    const own: [number, number][] = []
    for (let at = ties.offsets[member]!; at < ties.offsets[member + 1]!; at++) {
      const site = this.#siteOf[ties.codes[at]!]!
      if (site !== NONE) own.push([site, savings[at]!])
    }
    return own.sort((a, b) => a[0] - b[0])
  }
}
