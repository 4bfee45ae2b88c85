import { baselineRelations } from '../../models/baseline.ts'
import { publicNames, readBy } from '../../models/drop-unread.ts'
import { tableOf } from '../../models/empty.ts'
import { relationsOf } from '../../models/find.ts'
import type { Relation } from '../../models/relation.ts'
import type { Night } from '../night.ts'
import type { Outbox } from './outbox.ts'
import { writeRelation } from './write-relation.ts'
import { isReport, writeReport } from './write-report.ts'

/**
 * The tables that stand while publication is built. Each is written, if it is public or a report, and
 * dropped as soon as nothing reads it any more: at a million members whatever stands takes memory
 * from what follows, and CPU to be compressed and put aside.
 */
export class Shelf {
  readonly #night: Night
  readonly #outbox: Outbox
  readonly #standing: Map<string, Relation>
  readonly #unbuilt: Set<Relation>
  readonly #readLast: readonly string[]
  /** What is yet to be written by the end of the night. */
  readonly #unwritten: Set<string>

  private constructor(
    night: Night,
    outbox: Outbox,
    standing: readonly Relation[],
    unbuilt: readonly Relation[],
    readLast: readonly string[],
    unwritten: Set<string>,
  ) {
    this.#night = night
    this.#outbox = outbox
    this.#standing = new Map(standing.map((relation) => [relation.name, relation]))
    this.#unbuilt = new Set(unbuilt)
    this.#readLast = readLast
    this.#unwritten = unwritten
  }

  /** What stands by now, of `all` and of the baseline. `readLast` are never dropped. */
  static async open(
    night: Night,
    outbox: Outbox,
    all: readonly Relation[],
    readLast: readonly string[],
  ): Promise<Shelf> {
    const tables = await night.engine.all<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables
       where table_catalog = current_database() and table_type = 'BASE TABLE'`,
    )
    const names = new Set(tables.map(({ name }) => name))
    const standing = [...all, ...baselineRelations(all)].filter(({ name }) => names.has(name))
    const unbuilt = relationsOf('publication', all)
    const shelf = new Shelf(night, outbox, standing, unbuilt, readLast, publicNames(all))
    await shelf.#clearUnread()
    return shelf
  }

  /** `relation` is built and audited: what only it read can go. What a view reads stays for its readers. */
  async add(relation: Relation): Promise<void> {
    if (relation.header.view) return
    this.#unbuilt.delete(relation)
    this.#standing.set(relation.name, relation)
    await this.#clearUnread()
  }

  /**
   * Writes what still stands, and leaves it to be read.
   * @throws Error where a public relation was never there to be written.
   */
  async close(): Promise<void> {
    for (const relation of this.#standing.values()) await this.#write(relation)
    this.#standing.clear()
    if (this.#unwritten.size === 0) return
    throw new Error(`public, and never written: ${[...this.#unwritten].join(', ')}`)
  }

  async #clearUnread(): Promise<void> {
    const isRead = readBy([...this.#unbuilt])
    for (const [name, relation] of this.#standing) {
      if (isRead(name) || this.#readLast.includes(name)) continue
      await this.#write(relation)
      await this.#night.engine.run(`drop table ${tableOf(relation)}`)
      this.#standing.delete(name)
    }
  }

  async #write(relation: Relation): Promise<void> {
    if (relation.header.public) await writeRelation(this.#night, this.#outbox, relation)
    this.#unwritten.delete(relation.name)
    if (isReport(relation)) await writeReport(this.#night, this.#outbox, relation)
  }
}
