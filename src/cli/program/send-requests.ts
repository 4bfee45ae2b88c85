import type { Sent } from '../../requests/read-file.ts'
import { previewRequests, sendRequests } from '../commands/request.ts'
import type { PipelineOptions } from '../open-pipeline.ts'
import { previewOutput } from '../print/requests.ts'
import type { Session } from '../session.ts'

export interface SendOptions extends PipelineOptions {
  readonly yes?: boolean
}

/** Shows what requests would do, and writes them once a person agrees. */
export const previewAndSend = async (
  sent: readonly Sent[],
  options: SendOptions,
  session: Session,
): Promise<void> => {
  const { terminal, effects } = session
  const preview = await previewRequests(sent, options, effects)
  session.show(previewOutput, preview)
  if (preview.fresh.length === 0) return
  const requests = preview.fresh.length === 1 ? 'one request' : `${preview.fresh.length} requests`
  if (options.yes || (await terminal.confirm(`Write ${requests}?`))) {
    await sendRequests(sent, options, effects)
    terminal.print(`Written: ${requests}, pending until approved.\n`)
  } else {
    terminal.print('Nothing was written. Add --yes to write.\n')
  }
}
