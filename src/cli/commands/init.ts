import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { feeds } from '../../feeds/index.ts'
import { feedGuide, feedTemplate } from '../../feeds/template.ts'
import { requestGuide, requestTemplate } from '../../requests/template.ts'
import { type Effects, isUrl } from '../effects.ts'

const PRIVATE = { recursive: true, mode: 0o700 } as const

/** A lake that is ready for its first delivery. */
export interface NewLake {
  readonly lake: string
  /** The templates that were written. */
  readonly templates: readonly string[]
}

/**
 * `empanel init`: creates a lake with a folder and a template for each feed, and a template for requests.
 * Leaves everything that is there already as it is.
 */
export const init = async (
  options: { readonly lake: string },
  { openLake }: Effects,
): Promise<NewLake> => {
  const isFolder = !isUrl(options.lake)
  if (isFolder) await mkdir(options.lake, PRIVATE)
  const lake = await openLake(options.lake)
  const templates: string[] = []
  for (const feed of Object.values(feeds)) {
    if (isFolder) await mkdir(path.join(options.lake, 'inbox', feed.name), PRIVATE)
    const key = `templates/${feed.name}.csv`
    if (await lake.writeIfAbsent(key, feedTemplate(feed))) templates.push(key)
    await lake.writeIfAbsent(`templates/${feed.name}.txt`, feedGuide(feed))
  }
  if (await lake.writeIfAbsent('templates/requests.csv', requestTemplate())) {
    templates.push('templates/requests.csv')
  }
  await lake.writeIfAbsent('templates/requests.txt', requestGuide())
  return { lake: options.lake, templates }
}
