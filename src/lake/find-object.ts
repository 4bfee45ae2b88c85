import type { Lake, LakeObject } from './lake.ts'

/** Finds the object with exactly this key; undefined where there is none. */
export const findObject = async (lake: Lake, key: string): Promise<LakeObject | undefined> =>
  (await lake.list(key)).find((object) => object.key === key)
