import type { Policy } from '../../config/policy.ts'
import type { Value } from '../../engine/engine.ts'
import { questions, stepNamed } from '../../rules/vocabulary.ts'

/** The policy's steps for each question, in the order in which they apply. */
type Steps = { readonly [Key in 'assignment' | 'attribution']: Pick<Policy[Key], 'steps'> }

/** The rows of run.policy_step. */
export const stepRows = (policy: Steps): Readonly<Record<string, Value>>[] =>
  questions.flatMap((question) =>
    policy[question].steps.map(({ step, label }, index) => {
      const { isRequested = false, refusalAlert = null } = stepNamed(question, step) ?? {}
      return {
        question,
        step,
        step_rank: index + 1,
        label,
        is_requested: isRequested,
        refusal_alert: refusalAlert,
      }
    }),
  )
