import type { Lake } from '../../lake/lake.ts'
import { ConfigError } from '../../base/errors.ts'
import { didYouMean } from '../../base/suggest.ts'
import { type Book, type BookItem, book } from '../../requests/book.ts'
import { soundChain } from '../../requests/chain.ts'
import type { Manifest } from '../../runs/manifest.ts'

/** The requests as of a run's night, and those that changed after it. */
export interface BookFacts {
  readonly asOf: string
  readonly book: Book
  /** Requests that were made or decided after the run. */
  readonly unseen: ReadonlySet<string>
}

/** Reads the lake's chain of requests as of the night of a run. */
export const bookFacts = async (lake: Lake, manifest: Manifest): Promise<BookFacts> => {
  const { links } = await soundChain(lake)
  const last = manifest.requests_head?.seq ?? 0
  return {
    asOf: manifest.as_of,
    book: book(
      links.map(({ entry }) => entry),
      manifest.as_of,
    ),
    unseen: new Set(
      links.filter(({ seq }) => seq > last).map(({ entry: { request_id: id } }) => id),
    ),
  }
}

/** Returns the request with this id. Throws a `ConfigError` that suggests the closest id. */
export const itemOf = ({ book: all }: BookFacts, id: string): BookItem => {
  const item = all.get(id)
  if (item) return item
  throw new ConfigError(
    `There is no request ${id}.`,
    didYouMean(id, [...all.keys()]) ?? '`empanel requests` lists them.',
  )
}
