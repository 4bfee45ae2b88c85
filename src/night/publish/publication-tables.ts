import { baselineRelations } from '../../models/baseline.ts'
import { readBy } from '../../models/drop-unread.ts'
import { relationsOf } from '../../models/find.ts'
import { publicNames } from '../../models/public.ts'
import type { Relation } from '../../models/relation.ts'
import { tableOf, tablesIn } from '../../models/table.ts'
import type { Night } from '../night.ts'
import type { UploadQueue } from './upload-queue.ts'
import { writeRelation } from './write-relation.ts'
import { isReport, writeReport } from './write-report.ts'

/** What the tables are written with, and which of them are read after all models are built. */
interface PublicationSetup {
  readonly night: Night
  readonly uploads: UploadQueue
  readonly all: readonly Relation[]
  /** Names of tables that are never dropped. */
  readonly readLast: readonly string[]
}

/**
 * The tables that exist while publication is built. Each is written, if it is public or a report, and
 * dropped as soon as no relation still to be built reads it: at a million members every table that
 * remains takes memory from what follows, and CPU to be compressed and spilled.
 */
export class PublicationTables {
  readonly #setup: PublicationSetup
  readonly #existing: Map<string, Relation>
  readonly #unbuilt: Set<Relation>
  /** The public relations that are still to be written. */
  readonly #unwritten: Set<string>

  private constructor(setup: PublicationSetup, existing: readonly Relation[]) {
    this.#setup = setup
    this.#existing = new Map(existing.map((relation) => [relation.name, relation]))
    this.#unbuilt = new Set(relationsOf('publication', setup.all))
    this.#unwritten = publicNames(setup.all)
  }

  /** Starts with the tables that exist now, of `all` and of the baseline. */
  static async open(setup: PublicationSetup): Promise<PublicationTables> {
    const names = new Set(await tablesIn(setup.night.engine))
    const relations = [...setup.all, ...baselineRelations(setup.all)]
    const tables = new PublicationTables(
      setup,
      relations.filter(({ name }) => names.has(name)),
    )
    await tables.#dropUnread()
    return tables
  }

  /**
   * Records that `relation` is built and audited, and drops the tables that only it read. The tables
   * that a view reads stay for the view's readers.
   */
  async add(relation: Relation): Promise<void> {
    if (relation.header.view) return
    this.#unbuilt.delete(relation)
    this.#existing.set(relation.name, relation)
    await this.#dropUnread()
  }

  /**
   * Writes the tables that remain, and keeps them to be read.
   * @throws Error where a public relation never existed and so was not written.
   */
  async close(): Promise<void> {
    for (const relation of this.#existing.values()) await this.#write(relation)
    this.#existing.clear()
    if (this.#unwritten.size === 0) return
    throw new Error(`public, and never written: ${[...this.#unwritten].join(', ')}`)
  }

  async #dropUnread(): Promise<void> {
    const isRead = readBy([...this.#unbuilt])
    for (const [name, relation] of this.#existing) {
      if (isRead(name) || this.#setup.readLast.includes(name)) continue
      await this.#write(relation)
      await this.#setup.night.engine.run(`drop table ${tableOf(relation)}`)
      this.#existing.delete(name)
    }
  }

  async #write(relation: Relation): Promise<void> {
    const { night, uploads } = this.#setup
    if (relation.header.public) await writeRelation(night, uploads, relation)
    this.#unwritten.delete(relation.name)
    if (isReport(relation)) await writeReport(night, uploads, relation)
  }
}
