import { type ClosesFound, verifyCloses } from '../../closing/verify-closes.ts'
import { type Verification, verifyRequests } from '../../requests/verify-book.ts'
import type { Effects } from '../effects.ts'

/** What was found of requests, decisions and closed months; without faults all is as it was written. */
export interface Verified {
  readonly requests: Verification
  readonly closes: ClosesFound
}

/** `empanel verify`: compares requests, decisions and closed months with how they were written. */
export const verify = async (
  options: { readonly lake: string },
  { openLake }: Effects,
): Promise<Verified> => {
  const lake = await openLake(options.lake)
  return { requests: await verifyRequests(lake), closes: await verifyCloses(lake) }
}
