import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'
import { ConfigError } from '../base/errors.ts'
import { type CodeList, codeListSchema } from './code-list.ts'
import { layOver, overlayOf } from './overlay.ts'
import { type PolicyFile, policySchema } from './policy-schema.ts'
import { parseYaml } from './yaml.ts'
import { isNoFile } from '../base/error-code.ts'

export { codesOf } from './code-list.ts'

export type CodeSet = keyof PolicyFile['code_sets']

/** The rules of assignment and attribution: every number and list that the models join. */
export type Policy = Omit<PolicyFile, 'code_sets' | 'extends'> & {
  readonly code_sets: Readonly<Record<CodeSet, readonly CodeList[]>>
}

/** The folder of the policies that come with empanel. */
const ownFolder = fileURLToPath(new URL('../../pipelines/policies/', import.meta.url))

/**
 * Loads the policy `name` of a pipeline: `policies/<name>.yaml` beside the pipeline file, or else one
 * that comes with empanel. Throws a `ConfigError` that names the file, the line and the fix.
 */
export const loadPolicy = async (pipelineFile: string, name: string): Promise<Policy> => {
  const folders = [path.join(path.dirname(pipelineFile), 'policies'), ownFolder]
  const { raw, file } = await readPolicy(folders, name, [])
  const checked = policySchema.safeParse(raw)
  if (!checked.success) throw new ConfigError(`${file}: ${z.prettifyError(checked.error)}`)
  const { code_sets: codeSets, extends: _, ...policy } = checked.data
  if (policy.assignment.access_standard_miles > policy.assignment.max_distance_miles) {
    throw new ConfigError(
      `${file}: assignment.access_standard_miles is more than max_distance_miles, so no assigned member could be beyond it.`,
    )
  }
  const lists = Object.entries(codeSets).map(async ([codeSet, files]) => [
    codeSet,
    await Promise.all(files.map((list) => readCodeList(folders, list))),
  ])
  return { ...policy, code_sets: Object.fromEntries(await Promise.all(lists)) }
}

interface Found {
  /** Path from the working directory, for errors. */
  readonly file: string
  readonly text: string
}

/** Reads a policy as it was written, merged into the one that it extends. */
const readPolicy = async (
  folders: readonly string[],
  name: string,
  heirs: readonly string[],
): Promise<{ raw: unknown; file: string }> => {
  if (heirs.includes(name)) {
    throw new ConfigError(`The policy ${name} extends itself: ${[...heirs, name].join(' → ')}.`)
  }
  const { file, text } = await find(folders, `${name}.yaml`, heirs.at(-1))
  const written: unknown = parseOrNothing(text)
  const parent = extendsOf(written)
  parseYaml(file, text, parent === undefined ? policySchema : overlayOf(policySchema))
  if (parent === undefined) return { raw: written, file }
  const under = await readPolicy(folders, parent, [...heirs, name])
  return { raw: layOver(under.raw, written), file }
}

const readCodeList = async (folders: readonly string[], name: string): Promise<CodeList> => {
  const { file, text } = await find(folders, name)
  return parseYaml(file, text, codeListSchema)
}

const find = async (folders: readonly string[], name: string, heir?: string): Promise<Found> => {
  for (const folder of new Set(folders.map((each) => path.resolve(each)))) {
    const file = path.join(folder, name)
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (!isNoFile(error)) throw error
    })
    if (text !== undefined) return { file: path.relative('', file), text }
  }
  throw new ConfigError(
    heir === undefined
      ? `Expected ${name} in the folder policies/ beside the pipeline, found none.`
      : `The policy ${heir} extends ${name}, which is not in the folder policies/ beside the pipeline.`,
    'caresource comes with empanel and is always available.',
  )
}

/** Parses YAML. Returns undefined for other text, which `parseYaml` explains later. */
const parseOrNothing = (text: string): unknown => {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}

const extendsOf = (written: unknown): string | undefined => {
  if (typeof written !== 'object' || written === null || !('extends' in written)) return undefined
  return typeof written.extends === 'string' ? written.extends : undefined
}
