import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { feedGuide, feedTemplate } from '../../feeds/template.ts'
import { feeds } from '../../feeds/index.ts'
import { requestGuide, requestTemplate } from '../../requests/template.ts'
import { type ExitCode, exitCode } from '../../base/errors.ts'
import { isUrl, openLake } from '../context.ts'

const PRIVATE = { recursive: true, mode: 0o700 } as const

/** `empanel init`: a lake with a folder and a template for each feed, and one for requests; what stands is left alone. */
export const init = async (options: { readonly lake: string }): Promise<ExitCode> => {
  const isFolder = !isUrl(options.lake)
  if (isFolder) await mkdir(options.lake, PRIVATE)
  const lake = await openLake(options.lake)
  const made: string[] = []
  for (const feed of Object.values(feeds)) {
    if (isFolder) await mkdir(path.join(options.lake, 'inbox', feed.name), PRIVATE)
    const key = `templates/${feed.name}.csv`
    if (await lake.writeIfAbsent(key, feedTemplate(feed))) made.push(key)
    await lake.writeIfAbsent(`templates/${feed.name}.txt`, feedGuide(feed))
  }
  if (await lake.writeIfAbsent('templates/requests.csv', requestTemplate())) {
    made.push('templates/requests.csv')
  }
  await lake.writeIfAbsent('templates/requests.txt', requestGuide())
  process.stdout.write(
    `${options.lake} is ready: ${made.length} templates in ${options.lake}/templates, each with a .txt that explains it.\n` +
      `Put your files into ${options.lake}/inbox/<feed>/ and start \`empanel run --lake ${options.lake}\`.\n`,
  )
  return exitCode.published
}
