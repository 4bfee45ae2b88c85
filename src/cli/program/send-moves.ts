import { writeFile } from 'node:fs/promises'
import { parseDate } from '../arguments.ts'
import { type RebalanceOptions, rebalance, requestOfMoves } from '../commands/rebalance.ts'
import { rebalanceOutput } from '../print/requests.ts'
import type { Session } from '../session.ts'
import { type SendOptions, previewAndSend } from './send-requests.ts'

interface Options extends RebalanceOptions, SendOptions {
  readonly by?: string
  readonly effectiveDate?: string
  readonly out?: string
}

/** Shows the moves; with `by` sends them as one request, or with `out` writes it to a file. */
export const rebalanceAndSend = async (options: Options, session: Session): Promise<void> => {
  const { effects, terminal } = session
  const effectiveDate = parseDate('--effective-date', options.effectiveDate)
  const moves = await rebalance(options, effects)
  session.show(rebalanceOutput, moves)
  if (moves.proposal.moves.length === 0) return
  const { by, out } = options
  if (by === undefined) {
    terminal.print('Add --by NAME to make a request of these moves.\n')
    return
  }
  const request = requestOfMoves(moves, { by, effectiveDate }, effects.clock)
  if (out === undefined) return previewAndSend([{ request, timed: false }], options, session)
  await writeFile(out, `${JSON.stringify(request)}\n`, { mode: 0o600 })
  terminal.print(`Written to ${out}: \`empanel request --file ${out}\` sends it.\n`)
}
