import { buildRoom, fromRows } from '../../models/build.ts'
import type { Night } from '../night.ts'
import { listRunIds } from '../../runs/read-run.ts'
import { stage } from '../stage.ts'
import { book } from '../../requests/book.ts'
import { bookRelations, bookRows } from '../../requests/rows.ts'
import { chainOfNight } from '../../requests/verify-book.ts'

/**
 * Builds the relations of the book: the requests and decisions so far, with their state on the as-of
 * date. Runs before any input is read, because a chain that was tampered with refuses the night.
 */
export const openBook = stage({
  name: 'book',
  reads: [],
  writes: 'book',
  run: async (night) => {
    const rows = bookRows(book(await entriesOfNight(night), night.asOf))
    const builders = bookRelations.map((model) => [`book.${model}`, fromRows(rows[model])] as const)
    await buildRoom(night, 'book', { builders: Object.fromEntries(builders) })
  },
})

const entriesOfNight = async ({ lake, manifest }: Night) => {
  const { head, links } = await chainOfNight(lake, await listRunIds(lake))
  manifest.requests_head = head
  return links.map(({ entry }) => entry)
}
