import type { FeedConfig } from '../../../config/pipeline.ts'
import type { Feed } from '../../../feeds/index.ts'
import type { ContractSql } from '../../../feeds/sql/contract-sql.ts'
import type { InputFile } from '../../../runs/manifest.ts'
import type { Mapping } from '../mapping/mapping.ts'
import type { MappingPart } from '../mapping/references.ts'
import type { OpenFile } from '../opening/opened.ts'

/** A file to read, whose header fits the feed's mapping. */
export interface PlannedFile {
  /** The file and those joined to it, by the alias of their source. */
  readonly opened: ReadonlyMap<string, readonly OpenFile[]>
  readonly open: OpenFile
  /** Its position in the order of delivery, from 1. */
  readonly rank: number
  readonly mapping: Mapping
}

/** What to read of one feed. */
export interface FeedPlan {
  readonly feed: Feed
  readonly config: FeedConfig
  readonly contract: ContractSql
  readonly parts: readonly MappingPart[]
  readonly files: readonly PlannedFile[]
  /** Files that are joined to those. */
  readonly joined: readonly OpenFile[]
  /** The manifest entries of all these files, by key. */
  readonly inputs: ReadonlyMap<string, InputFile>
}
