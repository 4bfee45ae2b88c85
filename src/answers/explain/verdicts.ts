import type { Engine } from '../../engine/engine.ts'
import type { BookItem } from '../../requests/book.ts'
import type { Answer } from './answer.ts'
import type { BookFacts } from './book-facts.ts'
import { subjectOf, explainRequest } from './request.ts'
import { type RequestFacts, requestFacts } from './request-facts.ts'

/** Explains whether a request is in effect, from a run and the book. */
export const answerFor = async (
  engine: Engine,
  book: BookFacts,
  item: BookItem,
): Promise<Answer & { readonly evidence: RequestFacts }> => {
  const evidence = await requestFacts(engine, subjectOf(item))
  return { ...explainRequest(item, book, evidence), evidence }
}

/** Returns the verdict on each of these requests, in their order. */
export const verdictsOf = async (
  engine: Engine,
  book: BookFacts,
  items: readonly BookItem[],
): Promise<{ item: BookItem; id: string; verdict: string }[]> => {
  const verdicts = []
  for (const item of items) {
    const { verdict } = await answerFor(engine, book, item)
    verdicts.push({ item, id: item.request.request_id, verdict })
  }
  return verdicts
}
