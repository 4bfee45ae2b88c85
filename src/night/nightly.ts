import { assign } from './assign/assign.ts'
import { attribute } from './attribute/attribute.ts'
import { gather } from './gather/gather.ts'
import { ingest } from './ingest/ingest.ts'
import { openBook } from './book/open-book.ts'
import { recordDeliveries } from './policy/deliveries.ts'
import { loadPolicyRelations } from './policy/policy-relations.ts'
import { prepare } from './prepare/prepare.ts'
import { publish } from './publish/publish.ts'
import { reconcile } from './reconcile/reconcile.ts'
import { validate } from './validate/validate.ts'
import { Pipeline } from './stage.ts'

const reading = Pipeline.given().next(openBook).next(loadPolicyRelations).next(ingest)

/** The stages that read tonight's files into the cache. */
export const readingStages = reading.stages

/** The stages of a night, in order. */
export const nightlyStages = reading
  .next(recordDeliveries)
  .next(validate)
  .next(prepare)
  .next(gather)
  .next(assign)
  .next(attribute)
  .next(reconcile)
  .next(publish).stages
