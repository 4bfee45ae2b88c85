import { type Maker, buildRoom } from '../../models/build.ts'
import { findRelations, relationNamed } from '../../models/find.ts'
import type { Night } from '../night.ts'
import { listRunIds } from '../../runs/read-run.ts'
import { stage } from '../stage.ts'
import { book } from '../../requests/book.ts'
import { bookRelations, bookRows } from '../../requests/rows.ts'
import { chainOfNight } from '../../requests/verify-book.ts'
import { fill } from '../../models/fill.ts'

/**
 * Makes the relations of the book: what was requested and decided until now, as it stands on the
 * as-of date. Comes before any input is read: a chain that was tampered with refuses the night.
 */
export const openBook = stage({
  name: 'book',
  reads: [],
  writes: 'book',
  run: async (night) => {
    const { lake, asOf, manifest } = night
    const { head, links } = await chainOfNight(lake, await listRunIds(lake))
    manifest.requests_head = head
    const all = findRelations()
    const rows = bookRows(
      book(
        links.map(({ entry }) => entry),
        asOf,
      ),
    )
    const makers = bookRelations.map((model) => {
      const name = `book.${model}`
      const maker: Maker<Night> = ({ engine }) =>
        fill(engine, relationNamed(name, all), rows[model])
      return [name, maker] as const
    })
    await buildRoom(night, 'book', Object.fromEntries(makers), all)
  },
})
